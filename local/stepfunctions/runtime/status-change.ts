import type { Execution, ExecutionStatus } from '../interpreter/execution';
import { type RedriveStatus, redriveStatus } from './redrive-status';

/**
 * The `detail` of the EventBridge event "Step Functions Execution Status Change", whole.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export interface StatusChangeEvent {
  executionArn: string;
  stateMachineArn: string;
  stateMachineVersionArn: string | null;
  stateMachineAliasArn: string | null;
  name: string;
  status: ExecutionStatus;
  /** Milliseconds since the epoch. */
  startDate: number;
  /** Milliseconds since the epoch; null while the execution runs. */
  stopDate: number | null;
  /** JSON text; null when input and output together would be too large for an event. */
  input: string | null;
  inputDetails: { included: boolean } | null;
  /** JSON text; null unless the execution succeeded. */
  output: string | null;
  outputDetails: { included: boolean } | null;
  error: string | null;
  cause: string | null;
  redriveCount: number;
  /** Milliseconds since the epoch of the last redrive. */
  redriveDate: number | null;
  redriveStatus: RedriveStatus['redriveStatus'];
  redriveStatusReason: string | null;
}

/** Beyond this many bytes of input and output together, AWS leaves them out of the event. */
const LARGEST_DATA = 248 * 1024;

/** The event that tells of the execution's present status. @param now milliseconds since the epoch. */
export function statusChange(execution: Execution, historyLength: number, now: number): StatusChangeEvent {
  const { input, output, failure } = execution;
  const included = Buffer.byteLength(input.text) + Buffer.byteLength(output ?? '') <= LARGEST_DATA;
  const redrive = redriveStatus(execution, historyLength, now);
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.stateMachineArn,
    stateMachineVersionArn: execution.stateMachineVersionArn ?? null,
    stateMachineAliasArn: execution.stateMachineAliasArn ?? null,
    name: execution.name,
    status: execution.status,
    startDate: execution.startedAt,
    stopDate: execution.stoppedAt ?? null,
    input: included ? input.text : null,
    inputDetails: { included },
    output: (included ? output : undefined) ?? null,
    outputDetails: output === undefined ? null : { included },
    error: failure?.error ?? null,
    cause: failure?.cause ?? null,
    redriveCount: execution.redriveCount,
    redriveDate: execution.redrivenAt ?? null,
    redriveStatus: redrive.redriveStatus,
    redriveStatusReason: redrive.redriveStatusReason ?? null,
  };
}
