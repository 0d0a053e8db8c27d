import {
  DescribeExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
  type StartExecutionCommandInput,
} from '@aws-sdk/client-sfn';
import { isAwsError } from './errors';

/** An execution as far as those who record or repair its end ask. */
export interface ExecutionState {
  status: 'running' | 'succeeded' | 'ended';
  redriveCount: number;
  input: string | undefined;
  error: string;
  cause: string;
}

/**
 * Starts an execution whose name and input follow from what it is for, so that a repeat finds the first start and changes
 * nothing: that is success.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startExecution(client: SFNClient, start: StartExecutionCommandInput): Promise<void> {
  try {
    await client.send(new StartExecutionCommand(start));
  } catch (error) {
    if (!isAwsError(error, 'ExecutionAlreadyExists')) throw error;
  }
}

/**
 * Undefined when there is no such execution: never started, or closed more than 90 days ago.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
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
