import '../fakes/environment';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { FakeStepFunctions } from '../fakes/step-functions';
import { executionEnd } from './execution-end';
import { sfn } from './sfn';

const ARN = 'arn:aws:states:ap-northeast-1:000000000000:execution:machine:one';

let fake: FakeStepFunctions;
beforeEach(() => {
  jest.useFakeTimers();
  fake = new FakeStepFunctions().install();
  fake.executions.set(ARN, { name: 'one', input: '{}', status: 'RUNNING', redriveCount: 0, redrivable: true });
});
afterEach(() => {
  jest.useRealTimers();
});

test('an execution is looked at until it has ended', async () => {
  const end = executionEnd(sfn, ARN, new AbortController().signal);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(fake.calls.length).toBeGreaterThan(20);
  const execution = fake.executions.get(ARN);
  if (execution) execution.status = 'TIMED_OUT';
  await jest.advanceTimersByTimeAsync(100);
  expect(await end).toMatchObject({ status: 'TIMED_OUT' });
});

test('nobody looks any more once the signal is aborted', async () => {
  const abort = new AbortController();
  const failed = expect(executionEnd(sfn, ARN, abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
  await jest.advanceTimersByTimeAsync(0);
  abort.abort();
  await jest.advanceTimersByTimeAsync(100);
  await failed;
  expect(fake.operations()).toHaveLength(1);
});

test('of an execution that is not there nobody waits for the end', async () => {
  await expect(executionEnd(sfn, `${ARN}-2`, new AbortController().signal)).rejects.toThrow('ExecutionDoesNotExist');
});
