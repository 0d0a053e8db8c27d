import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { awaitExecution } from './await-execution';

const ARN = 'arn:aws:states:ap-northeast-1:000000000000:execution:machine:name';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** A client that answers each DescribeExecution with the next of these, and the last one for ever. */
function answering(...answers: readonly Partial<DescribeExecutionCommandOutput>[]) {
  const client = new SFNClient({ region: 'ap-northeast-1' });
  const asked: unknown[] = [];
  Reflect.set(client, 'send', async ({ input }: { input: unknown }) => {
    asked.push(input);
    return answers[Math.min(asked.length, answers.length) - 1];
  });
  return { client, asked };
}

test('asks until the execution has ended, and gives its output parsed', async () => {
  const running = { status: 'RUNNING' } as const;
  const { client, asked } = answering(running, running, { status: 'SUCCEEDED', output: '{"total":3}' });
  const ended = awaitExecution(client, ARN, new AbortController().signal);
  await jest.runAllTimersAsync();
  await expect(ended).resolves.toEqual({
    status: 'SUCCEEDED',
    output: { total: 3 },
    error: undefined,
    cause: undefined,
  });
  expect(asked).toEqual([{ executionArn: ARN }, { executionArn: ARN }, { executionArn: ARN }]);
});

test.each(['FAILED', 'TIMED_OUT', 'ABORTED'] as const)('one that %s has no output, but says why', async (status) => {
  const { client } = answering({ status, error: 'NoItems', cause: 'nothing to do' });
  const ended = await awaitExecution(client, ARN, new AbortController().signal);
  expect(ended).toEqual({ status, output: undefined, error: 'NoItems', cause: 'nothing to do' });
});

test('ends when somebody stops it', async () => {
  const { client, asked } = answering({ status: 'RUNNING' });
  const stopped = new AbortController();
  const ended = awaitExecution(client, ARN, stopped.signal);
  const rejected = expect(ended).rejects.toThrow('stopped');
  await jest.advanceTimersByTimeAsync(1_000);
  const before = asked.length;
  stopped.abort(new Error('stopped'));
  await jest.runAllTimersAsync();
  await rejected;
  expect(before).toBeGreaterThan(1);
  expect(asked).toHaveLength(before);
});
