import './fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { awsError } from '../fakes/step-functions';
import { RetryItem } from './errors';
import {
  address,
  itemFor,
  STARTED_AT,
  storedOutcome,
  storedProgress,
  storedTask,
  storeTask,
  taskEvent,
} from './fakes/tasks';
import { handler } from './iterator';
import { addressLabel } from './processors/address-label';

const NOW = '2025-01-01T00:01:00.000Z';
let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  jest.useFakeTimers({ now: Date.parse(NOW), advanceTimers: true });
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const run = (item: number, overrides: Parameters<typeof itemFor>[1] = {}, execution: object = {}) =>
  handler(taskEvent(itemFor(item, overrides), 'iterator', execution));
const cancelled = (...codes: string[]) =>
  Object.assign(awsError('TransactionCanceledException'), { CancellationReasons: codes.map((Code) => ({ Code })) });

describe('an item', () => {
  test('is run, and its result recorded and counted, in one read and one transaction', async () => {
    storeTask(db, { status: 'processing' });
    expect(await run(2)).toEqual({ item: 2 });
    expect(storedOutcome(db, 2)).toEqual({
      pk: 'TENANT#tenant1#TASK#task-1',
      sk: 'OUTCOME#00002',
      item: 2,
      status: 'succeeded',
      result: { lines: ['Haneda', 'Tokyo', 'JAPAN'] },
      at: NOW,
      ttl: Date.parse(NOW) / 1000 + 30 * 86_400,
    });
    expect(storedProgress(db)).toMatchObject({ succeeded: 1, failed: 0, timedOut: 0 });
    expect(db.operations()).toEqual(['BatchGet', 'TransactWrite']);
    expect(Object.values(db.calls[0]?.input.RequestItems ?? {})).toMatchObject([{ ConsistentRead: true }]);
  });

  test('that is the first raises the task to processing', async () => {
    storeTask(db);
    await run(1);
    expect(storedTask(db)).toMatchObject({ status: 'processing', changedAt: NOW, startedAt: STARTED_AT });
  });

  test.each(['failed', 'timed_out', 'finished'])('leaves a task alone that is %s', async (status) => {
    storeTask(db, { status });
    await run(1);
    expect(storedTask(db)?.status).toBe(status);
    expect(storedOutcome(db, 1)).toMatchObject({ status: 'succeeded' });
  });

  test('that its processor fails is recorded with error and cause, and the state goes on', async () => {
    storeTask(db, {}, [address({ city: '' })]);
    await run(1);
    expect(storedOutcome(db, 1)).toMatchObject({
      status: 'failed',
      error: 'AddressIncomplete',
      cause: 'HND Haneda has no city',
    });
    expect(storedProgress(db)).toMatchObject({ succeeded: 0, failed: 1, timedOut: 0 });
  });

  test.each([
    ['is not what its type’s schema says', { content: { iata: 1 } }, {}, 'ValidationFailed', /iata: /],
    ['is of a type that nobody knows any more', {}, { taskType: 'ship' }, 'UnknownTaskType', /"ship".*address-label/],
  ])('that %s is a failed item', async (_, { content }: { content?: unknown }, overrides, error, cause) => {
    storeTask(db, {}, [content]);
    await run(1, overrides);
    expect(storedOutcome(db, 1)).toMatchObject({ status: 'failed', error, cause: expect.stringMatching(cause) });
  });

  test('whose processor throws something that is no error, or returns too much, is a failed item', async () => {
    const process = jest.spyOn(addressLabel, 'process');
    storeTask(db);
    process.mockRejectedValueOnce('no error');
    await run(1);
    expect(storedOutcome(db, 1)).toMatchObject({ error: 'Error', cause: 'no error' });
    process.mockResolvedValueOnce('x'.repeat(102_399));
    await run(2);
    expect(storedOutcome(db, 2)).toMatchObject({
      error: 'ResultTooLarge',
      cause: expect.stringContaining('102401 bytes'),
    });
    process.mockResolvedValueOnce('x'.repeat(102_398));
    await run(3);
    expect(storedOutcome(db, 3)).toMatchObject({ status: 'succeeded' });
  });
});

describe('repeats', () => {
  test('an item that has an outcome is not run again', async () => {
    storeTask(db);
    await run(1);
    const process = jest.spyOn(addressLabel, 'process');
    await run(1);
    expect(process).not.toHaveBeenCalled();
    expect(storedProgress(db)).toMatchObject({ succeeded: 1 });
  });

  test('of two runs beside each other one is recorded, and counted once', async () => {
    storeTask(db, {}, [address({ city: '' })]);
    await Promise.all([run(1), run(1)]);
    expect(db.operations().filter((operation) => operation === 'TransactWrite')).toHaveLength(2);
    expect(storedProgress(db)).toMatchObject({ succeeded: 0, failed: 1 });
  });

  test('a conflict on the row of the counts is tried again, and at last left to the state', async () => {
    storeTask(db);
    let conflicts = 2;
    db.before = ({ operation }) => {
      if (operation === 'TransactWrite' && conflicts-- > 0) throw cancelled('None', 'TransactionConflict');
    };
    await run(1);
    expect(storedProgress(db)).toMatchObject({ succeeded: 1 });
    conflicts = 5;
    await expect(run(2)).rejects.toMatchObject({ name: 'ProgressContended' });
    expect(storedOutcome(db, 2)).toBeUndefined();
  });
});

describe('what a retry can mend is thrown on, and nothing is recorded', () => {
  test.each([
    ['the processor asks for another try', new RetryItem('the printer is busy'), 'RetryItem'],
    [
      'a call of the processor failed',
      Object.assign(awsError('ProvisionedThroughputExceededException'), { $metadata: {} }),
      'ProvisionedThroughputExceededException',
    ],
  ])('%s', async (_, error, name) => {
    storeTask(db);
    jest.spyOn(addressLabel, 'process').mockRejectedValueOnce(error);
    await expect(run(1)).rejects.toMatchObject({ name });
    expect(storedOutcome(db, 1)).toBeUndefined();
  });

  test('keys that a throttled table leaves unread three times', async () => {
    storeTask(db);
    db.unprocessed = ['tasks'];
    await expect(run(1)).rejects.toMatchObject({ name: 'TableThrottled' });
  });

  test('rows that are not there', async () => {
    await expect(run(1)).rejects.toMatchObject({
      name: 'TaskMissing',
      message: expect.stringContaining('row of task'),
    });
    storeTask(db);
    await expect(run(4)).rejects.toMatchObject({ name: 'TaskMissing', message: expect.stringContaining('item 4') });
    db.remove('tasks', 'TENANT#tenant1#TASK#task-1', 'PROGRESS');
    await expect(run(1)).rejects.toMatchObject({ name: 'TaskMissing', message: expect.stringContaining('progress') });
  });
});

describe('time', () => {
  test('when the task’s is over, an item is recorded as such and not run', async () => {
    storeTask(db);
    const process = jest.spyOn(addressLabel, 'process');
    await run(1, { timeoutSeconds: 60 });
    expect(process).not.toHaveBeenCalled();
    expect(storedOutcome(db, 1)).toMatchObject({ status: 'failed', error: 'TaskTimedOut' });
    expect(storedProgress(db)).toMatchObject({ failed: 1, timedOut: 1 });
  });

  test('a second before that, it is run', async () => {
    storeTask(db);
    await run(1, { timeoutSeconds: 61 });
    expect(storedOutcome(db, 1)).toMatchObject({ status: 'succeeded' });
  });

  test('begins anew with a redrive', async () => {
    storeTask(db);
    await run(1, { timeoutSeconds: 30 }, { RedriveCount: 1, RedriveTime: '2025-01-01T00:00:40.000Z' });
    expect(storedOutcome(db, 1)).toMatchObject({ status: 'succeeded' });
  });
});
