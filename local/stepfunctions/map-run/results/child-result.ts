import type { Execution } from '../../interpreter/execution';
import { isoTime } from '../../interpreter/iso-time';
import type { Payload } from '../../interpreter/payload';
import type { JsonValue } from '../../json';
import type { ResultFormat } from '../request';

/** The files of results, by what came of the children in them. */
export type ResultStatus = 'SUCCEEDED' | 'FAILED' | 'PENDING';

const INCLUDED = { Included: true };

/**
 * What is told of a child that has ended, as JSON texts: one, but with FLATTEN one for each element of its output. A child
 * that has not succeeded is always told with all that is known of it.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export function resultsOf(
  execution: Execution,
  express: boolean,
  { transformation }: Pick<ResultFormat, 'transformation'>,
): string[] {
  const { output } = execution;
  if (transformation === 'NONE' || output === undefined) return [JSON.stringify(described(execution, express))];
  if (transformation === 'COMPACT') return [output];
  const value = JSON.parse(output) as JsonValue;
  return Array.isArray(value) ? value.map((element) => JSON.stringify(element)) : [output];
}

/** What is told of a child that has not been started. */
export function pendingResult(input: Payload): string {
  return JSON.stringify({ Input: input.text, InputDetails: INCLUDED, Status: 'PENDING' });
}

/** The members in AWS's order, which is that of the alphabet. */
function described(execution: Execution, express: boolean) {
  const { arn, name, stateMachineArn, status, input, output, failure, redriveCount } = execution;
  const { startedAt, stoppedAt, redrivenAt } = execution;
  return {
    ...(failure?.cause === undefined ? {} : { Cause: failure.cause }),
    ...(failure?.error === undefined ? {} : { Error: failure.error }),
    ExecutionArn: arn,
    Input: input.text,
    InputDetails: INCLUDED,
    Name: name,
    ...(output === undefined ? {} : { Output: output }),
    OutputDetails: INCLUDED,
    RedriveCount: redriveCount,
    ...(redrivenAt === undefined || express ? {} : { RedriveDate: isoTime(redrivenAt) }),
    ...(express ? {} : redriveStatus(status)),
    StartDate: isoTime(startedAt),
    StateMachineArn: stateMachineArn,
    Status: status,
    ...(stoppedAt === undefined ? {} : { StopDate: isoTime(stoppedAt) }),
  };
}

function redriveStatus(status: Execution['status']) {
  if (status !== 'SUCCEEDED') return { RedriveStatus: 'REDRIVABLE_BY_MAP_RUN' };
  return {
    RedriveStatus: 'NOT_REDRIVABLE',
    RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
  };
}
