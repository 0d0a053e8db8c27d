import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { pause } from './pause';

const POLL_MS = 200;

/** How an execution ended. */
export interface EndedExecution {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** Parsed. Undefined when the execution did not succeed. */
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/**
 * Waits until an execution of a Standard workflow has ended.
 *
 * @throws ExecutionDoesNotExist when there is none of this ARN; the signal's reason when it is aborted
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
export async function awaitExecution(
  client: SFNClient,
  executionArn: string,
  signal: AbortSignal,
): Promise<EndedExecution> {
  for (;;) {
    signal.throwIfAborted();
    const described = await client.send(new DescribeExecutionCommand({ executionArn }), { abortSignal: signal });
    const { status, output, error, cause } = described;
    switch (status) {
      case 'SUCCEEDED':
      case 'FAILED':
      case 'TIMED_OUT':
      case 'ABORTED':
        return { status, output: output === undefined ? undefined : JSON.parse(output), error, cause };
      default:
        // Running, or waiting for somebody to redrive it.
        await pause(POLL_MS);
    }
  }
}
