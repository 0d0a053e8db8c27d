import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../stepfunctions';
import { runFor, runUntil, settle } from '../testing/run-clock';
import type { BatchOutcome } from './batch-outcome';
import type { MappingSettings } from './mapping';
import { type DiscardedBatch, StreamLane } from './stream-lane';
import type { StreamRecord } from './stream-record';

const START_MS = 1_800_000_000_000;
const success: BatchOutcome = { kind: 'success' };
const error: BatchOutcome = { kind: 'error', requestId: 'r', executedVersion: '$LATEST', cause: 'boom' };
const failedAt = (...ids: string[]): BatchOutcome => ({ kind: 'partial', failed: new Set(ids) });

function record(sequenceNumber: string, ageSeconds = 0): StreamRecord {
  return {
    eventID: sequenceNumber,
    eventName: 'INSERT',
    eventSourceARN: 'arn',
    dynamodb: {
      Keys: { pk: { S: 'a' } },
      SequenceNumber: sequenceNumber,
      ApproximateCreationDateTime: START_MS / 1000 - ageSeconds,
    },
  };
}

/** A lane whose function answers with `outcome(batch)`; `calls` are the batches it got, as text. */
function lane(settings: Partial<MappingSettings>, outcome: (batch: string, call: number) => BatchOutcome) {
  const clock = new VirtualClock(START_MS);
  const calls: string[] = [];
  const times: number[] = [];
  const discarded: DiscardedBatch[] = [];
  const state = { enabled: true, stopped: false };
  const tested = new StreamLane({
    clock,
    settings: () => ({
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: [],
      MaximumRetryAttempts: -1,
      ...settings,
    }),
    enabled: () => state.enabled,
    stopped: () => state.stopped,
    invoke: async (records) => {
      calls.push(names(records));
      times.push(clock.now() - START_MS);
      return outcome(names(records), calls.length);
    },
    discard: async (batch) => void discarded.push(batch),
    onProcessed: () => undefined,
  });
  const add = (...sequence: string[]) => {
    for (const name of sequence) tested.add(record(name));
  };
  return { clock, calls, times, discarded, state, lane: tested, add };
}

function names(records: StreamRecord[]): string {
  return records.map(({ dynamodb }) => dynamodb.SequenceNumber).join('');
}

describe('batches', () => {
  test('are as long as the batch size, in order, one after another', async () => {
    const { calls, add } = lane({ BatchSize: 2 }, () => success);
    add('1', '2', '3', '4', '5');
    await settle();
    expect(calls).toEqual(['12', '34', '5']);
  });

  test('wait for the window, counted from the first record', async () => {
    const { clock, calls, times, add } = lane({ MaximumBatchingWindowInSeconds: 5 }, () => success);
    add('1');
    await runFor(clock, 3_000);
    add('2');
    await runUntil(clock, () => calls.length === 1);
    expect([calls, times]).toEqual([['12'], [5_000]]);
  });

  test('do not wait when they are full', async () => {
    const { calls, times, add } = lane({ MaximumBatchingWindowInSeconds: 300, BatchSize: 2 }, () => success);
    add('1');
    await settle();
    add('2');
    await settle();
    expect([calls, times]).toEqual([['12'], [0]]);
  });

  test('stop while the mapping is disabled, and nothing is lost', async () => {
    const { calls, state, add, lane: tested } = lane({}, () => success);
    state.enabled = false;
    add('1', '2');
    await settle();
    expect(calls).toEqual([]);
    state.enabled = true;
    tested.wake();
    await settle();
    expect(calls).toEqual(['12']);
  });
});

test('nothing is tried again once the poller has stopped', async () => {
  const { clock, calls, state, add } = lane({}, () => ({ kind: 'notRun', cause: 'The Lambda host was stopped' }));
  add('1');
  await settle();
  state.stopped = true;
  await runFor(clock, 300_000);
  expect(calls).toEqual(['1']);
});

describe('a failed batch', () => {
  test('is retried whole, with growing back-off, before anything after it', async () => {
    const { clock, calls, times, add } = lane({ BatchSize: 2 }, (_batch, call) => (call < 4 ? error : success));
    add('1', '2', '3');
    await runUntil(clock, () => calls.length === 5);
    expect(calls).toEqual(['12', '12', '12', '12', '3']);
    expect(times).toEqual([0, 1_000, 3_000, 7_000, 7_000]);
  });

  test('goes on at the lowest failed record', async () => {
    const { clock, calls, add } = lane({}, (_batch, call) => (call === 1 ? failedAt('4', '3') : success));
    add('1', '2', '3', '4', '5');
    await runUntil(clock, () => calls.length === 2);
    expect(calls).toEqual(['12345', '345']);
  });

  test('is retried whole when the function names an unknown record', async () => {
    const { clock, calls, add } = lane({}, (_batch, call) => (call === 1 ? failedAt('9') : success));
    add('1', '2');
    await runUntil(clock, () => calls.length === 2);
    expect(calls).toEqual(['12', '12']);
  });

  test('is discarded after the last retry, and the next one goes on', async () => {
    const { clock, calls, discarded, add } = lane({ BatchSize: 2, MaximumRetryAttempts: 2 }, (batch) =>
      batch === '12' ? error : success,
    );
    add('1', '2', '3');
    await runUntil(clock, () => calls.includes('3'));
    expect(calls).toEqual(['12', '12', '12', '3']);
    expect(discarded).toMatchObject([
      { condition: 'RetryAttemptsExhausted', invokeCount: 3, lastFailure: { cause: 'boom' } },
    ]);
  });

  test('is split to find the poison, and a split uses up no retry', async () => {
    const { clock, calls, discarded, add } = lane(
      { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 },
      (batch) => (batch.includes('3') ? error : success),
    );
    add('1', '2', '3', '4');
    await runUntil(clock, () => calls.includes('4'));
    expect(calls).toEqual(['1234', '12', '34', '3', '3', '4']);
    expect(discarded.map(({ records }) => names(records))).toEqual(['3']);
  });

  test('with partial responses and bisect, only the poison is given up', async () => {
    const { clock, calls, discarded, add } = lane(
      { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 2 },
      (batch) => (batch.includes('3') ? failedAt('3') : success),
    );
    add('1', '2', '3', '4', '5');
    await runUntil(clock, () => calls.includes('5') || calls.includes('45'));
    await settle();
    expect(discarded.map(({ records }) => names(records))).toEqual(['3']);
    expect(calls.filter((batch) => !batch.includes('3')).join('')).toBe('45');
  });

  test('that was not run for lack of concurrency uses up no retry', async () => {
    const { clock, calls, discarded, add } = lane({ MaximumRetryAttempts: 0 }, (_batch, call) =>
      call < 4 ? { kind: 'notRun', cause: 'Rate Exceeded.' } : success,
    );
    add('1');
    await runUntil(clock, () => calls.length === 4);
    expect(discarded).toEqual([]);
  });
});

test('records over the maximum age are given up without being sent', async () => {
  const { clock, calls, discarded, lane: tested } = lane({ MaximumRecordAgeInSeconds: 60 }, () => success);
  tested.add(record('1', 100));
  tested.add(record('2', 10));
  await runUntil(clock, () => calls.length === 1);
  expect(calls).toEqual(['2']);
  expect(discarded).toMatchObject([{ condition: 'MaxRecordAgeExceeded', invokeCount: 0 }]);
});
