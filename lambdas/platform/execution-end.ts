import { DescribeExecutionCommand, type DescribeExecutionCommandOutput, type SFNClient } from '@aws-sdk/client-sfn';
import { pause } from './pause';

/** The longest pause between two looks, in ms. */
const PAUSE_MS = 100;

/**
 * Looks at a Standard execution, ten times a second or more, until it has ended: for who has nothing to do meanwhile, such as an example.
 *
 * @throws AbortError when the signal is aborted first
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
export async function executionEnd(
  client: SFNClient,
  executionArn: string,
  signal: AbortSignal,
): Promise<DescribeExecutionCommandOutput> {
  for (;;) {
    const found = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (found.status !== 'RUNNING') return found;
    await pause(PAUSE_MS);
    signal.throwIfAborted();
  }
}
