import { describe, expect, test } from '@jest/globals';
import { AwsError } from '../aws/error';
import type { InvocationResult } from '../lambda/invocation';
import { invokeWithBatch } from './batch-outcome';

const answering =
  (payload: string, failed = false) =>
  async (): Promise<InvocationResult> => ({
    requestId: 'r',
    executedVersion: '$LATEST',
    payload,
    logTail: '',
    ...(failed ? { functionError: 'Unhandled' as const } : {}),
  });
const outcome = (payload: string, partialResponses = true) =>
  invokeWithBatch(answering(payload), { functionName: 'f' }, [{ a: 1 }], partialResponses);

describe('invokeWithBatch', () => {
  test.each(['null', '{}', '{"batchItemFailures":[]}', '{"batchItemFailures":null}'])(
    '%s is a success',
    async (payload) => {
      expect(await outcome(payload)).toEqual({ kind: 'success' });
    },
  );

  test.each([
    '"text"',
    '{"batchItemFailures":[{"itemIdentifier":""}]}',
    '{"batchItemFailures":[{}]}',
    '{"batchItemFailures":1}',
  ])('%s fails the whole batch', async (payload) => {
    expect(await outcome(payload)).toMatchObject({ kind: 'error' });
  });

  test('the items that failed', async () => {
    expect(await outcome('{"batchItemFailures":[{"itemIdentifier":"7"}]}')).toEqual({
      kind: 'partial',
      failed: new Set(['7']),
    });
  });

  test('the answer means nothing unless partial responses are on', async () => {
    expect(await outcome('{"batchItemFailures":[{"itemIdentifier":"7"}]}', false)).toEqual({ kind: 'success' });
  });

  test('an error of the function', async () => {
    expect(await invokeWithBatch(answering('{"errorType":"X"}', true), { functionName: 'f' }, [], true)).toMatchObject({
      kind: 'error',
      cause: '{"errorType":"X"}',
    });
  });

  test('a throttled function was not run', async () => {
    const throttled = () => Promise.reject(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429));
    expect(await invokeWithBatch(throttled, { functionName: 'f' }, [], true)).toEqual({
      kind: 'notRun',
      cause: 'Rate Exceeded.',
    });
  });
});
