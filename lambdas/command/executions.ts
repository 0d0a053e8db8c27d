import { createHash } from 'node:crypto';
import {
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { isAwsError } from '../platform/errors';
import { type CommandKey, executionName } from './keys';

/** An execution as far as the repair of a command asks. */
export interface ExecutionState {
  status: 'running' | 'succeeded' | 'ended';
  redriveCount: number;
  input: string | undefined;
  error: string;
  cause: string;
}

/** The executions of the command machine. */
export class Executions {
  constructor(
    private readonly client: SFNClient,
    private readonly stateMachineArn: string,
  ) {}

  arn(key: CommandKey, attempt: number): string {
    return `${this.stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionName(key, attempt)}`;
  }

  /**
   * Starts an attempt. The name and the input follow from the row alone, so a repeat finds the first start and changes nothing:
   * that is success.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  async start(key: CommandKey, attempt: number): Promise<void> {
    try {
      await this.client.send(
        new StartExecutionCommand({
          stateMachineArn: this.stateMachineArn,
          name: executionName(key, attempt),
          input: JSON.stringify(key),
        }),
      );
    } catch (error) {
      if (!isAwsError(error, 'ExecutionAlreadyExists')) throw error;
    }
  }

  /** Undefined when there is no such execution: never started, or closed more than 90 days ago. */
  describe(key: CommandKey, attempt: number): Promise<ExecutionState | undefined> {
    return describeExecution(this.client, this.arn(key, attempt));
  }

  /**
   * Resumes a failed execution at the states that failed. The client token follows from the redrive's number, so that two
   * callers who both mean the same redrive ask for one.
   *
   * @returns false when it can't be redriven: it runs, it succeeded, or the window of 14 days is over
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
   */
  async redrive(key: CommandKey, attempt: number, redrive: number): Promise<boolean> {
    const executionArn = this.arn(key, attempt);
    const clientToken = createHash('sha256').update(`${executionArn}#${redrive}`).digest('hex');
    try {
      await this.client.send(new RedriveExecutionCommand({ executionArn, clientToken }));
      return true;
    } catch (error) {
      if (isAwsError(error, 'ExecutionNotRedrivable', 'ExecutionDoesNotExist')) return false;
      throw error;
    }
  }
}

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export async function describeExecution(client: SFNClient, executionArn: string): Promise<ExecutionState | undefined> {
  try {
    const found = await client.send(new DescribeExecutionCommand({ executionArn }));
    return {
      status: statusOf(found.status),
      redriveCount: found.redriveCount ?? 0,
      input: found.input,
      error: found.error ?? found.status ?? 'Unknown',
      cause: found.cause ?? '',
    };
  } catch (error) {
    if (isAwsError(error, 'ExecutionDoesNotExist')) return undefined;
    throw error;
  }
}

/** A status this project does not know counts as running: nothing is done about it. */
function statusOf(status: string | undefined): ExecutionState['status'] {
  if (status === 'SUCCEEDED') return 'succeeded';
  return status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED' ? 'ended' : 'running';
}
