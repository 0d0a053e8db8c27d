import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { FakeStepFunctions } from '../fakes/step-functions';
import { executionArn } from '../platform/live';
import { STATE_MACHINE_ARN } from './fakes/environment';
import {
  itemFor,
  progressRow,
  storedOutcome,
  storedProgress,
  storedTask,
  storeTask,
  taskEvent,
  taskFor,
} from './fakes/tasks';
import { handler as itemFailed } from './item-failed';
import { executionName } from './keys';
import { handler as settle } from './settle';
import { handler as settleTask } from './settle-task';
import { TASK_STATUSES } from './statuses';

let db: FakeDynamoDB;
let sfn: FakeStepFunctions;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  sfn = new FakeStepFunctions().install();
});

const NAME = executionName(taskFor());
const ARN = executionArn(STATE_MACHINE_ARN, NAME);
const FAILURE = { error: 'Stopped', cause: 'by hand', executionArn: ARN, at: '2025-01-01T00:05:00Z' };

describe('item_failed', () => {
  const fail = (extra: object = {}) => itemFailed(taskEvent({ ...itemFor(2), ...extra }, 'item_failed'));

  test('records what the state could not run, by error and message, without a stack trace', async () => {
    storeTask(db);
    const cause = JSON.stringify({ errorType: 'RetryItem', errorMessage: 'the printer is busy', trace: ['at x'] });
    expect(await fail({ error: 'RetryItem', cause })).toEqual({ item: 2 });
    expect(storedOutcome(db, 2)).toMatchObject({ status: 'failed', error: 'RetryItem', cause: 'the printer is busy' });
    expect(storedProgress(db)).toMatchObject({ failed: 1, timedOut: 0 });
    expect(storedTask(db)?.status).toBe('processing');
  });

  test('leaves an item alone whose last try had recorded it after all', async () => {
    storeTask(db);
    await fail({ error: 'States.Timeout' });
    const before = storedOutcome(db, 2);
    await fail({ error: 'Later', cause: 'x' });
    expect(storedOutcome(db, 2)).toEqual(before);
    expect(storedProgress(db)).toMatchObject({ failed: 1 });
  });

  test('says that the task ran out of time when that is what ended the item', async () => {
    storeTask(db);
    await fail({ error: 'States.Timeout', startedAt: new Date().toISOString() });
    expect(storedOutcome(db, 2)).toMatchObject({ error: 'States.Timeout' });
    await itemFailed(taskEvent({ ...itemFor(3), error: 'States.Timeout' }, 'item_failed'));
    expect(storedOutcome(db, 3)).toMatchObject({ error: 'TaskTimedOut' });
    expect(storedProgress(db)).toMatchObject({ failed: 2, timedOut: 1 });
  });
});

describe('settle_task', () => {
  const settleNow = () => settleTask(taskEvent(taskFor(), 'settle_task'));

  test.each([
    [{ succeeded: 3 }, 'finished'],
    [{ succeeded: 2, failed: 1 }, 'finished_with_errors'],
    [{ failed: 3 }, 'finished_with_errors'],
    [{ succeeded: 1, failed: 2, timedOut: 1 }, 'timed_out'],
  ])('%j is %s', async (counts, status) => {
    storeTask(db, { status: 'processing' });
    db.put('tasks', progressRow(counts));
    expect(await settleNow()).toEqual({ ...taskFor(), status });
    expect(storedTask(db)).toMatchObject({ status, endedAt: expect.any(String), changedAt: expect.any(String) });
    expect(db.operations()).toEqual(['Get', 'Update']);
  });

  test('a repeat changes nothing', async () => {
    storeTask(db, { status: 'processing' });
    db.put('tasks', progressRow({ succeeded: 3 }));
    await settleNow();
    const before = storedTask(db);
    await settleNow();
    expect(storedTask(db)).toEqual(before);
  });

  test('a redriven run lifts a failed task and takes its failure off the row', async () => {
    storeTask(db, { status: 'failed', failure: FAILURE });
    db.put('tasks', progressRow({ succeeded: 3 }));
    await settleNow();
    expect(storedTask(db)?.status).toBe('finished');
    expect(storedTask(db)).not.toHaveProperty('failure');
  });

  test('items that no child execution recorded are recorded as lost, once', async () => {
    storeTask(db, { status: 'processing' });
    await itemFailed(taskEvent({ ...itemFor(2), error: 'Busy' }, 'item_failed'));
    await settleNow();
    expect([1, 2, 3].map((item) => storedOutcome(db, item)?.error)).toEqual(['ItemLost', 'Busy', 'ItemLost']);
    expect(storedTask(db)).toMatchObject({ status: 'finished_with_errors', succeeded: 0, failed: 3 });
  });

  test('counts that are gone are an error by name', async () => {
    await expect(settleNow()).rejects.toMatchObject({ name: 'TaskMissing' });
  });
});

describe('settle', () => {
  function ended(overrides: Record<string, unknown> = {}) {
    return {
      time: FAILURE.at,
      detail: {
        executionArn: ARN,
        name: NAME,
        status: 'ABORTED',
        input: JSON.stringify(taskFor()),
        error: 'Stopped',
        cause: 'by hand',
        redriveCount: 0,
        startDate: Date.parse('2025-01-01T00:00:01Z'),
        ...overrides,
      },
    };
  }
  const execution = (status: 'RUNNING' | 'SUCCEEDED' | 'ABORTED', redriveCount = 0) =>
    sfn.executions.set(ARN, { name: NAME, input: JSON.stringify(taskFor()), status, redriveCount, redrivable: true });

  test.each([
    ['ABORTED', 'failed'],
    ['FAILED', 'failed'],
    ['TIMED_OUT', 'timed_out'],
  ])('an execution that ended %s leaves the task %s, with error and cause', async (status, expected) => {
    storeTask(db, { status: 'processing' });
    execution('ABORTED');
    await settle(ended({ status }));
    expect(storedTask(db)).toMatchObject({ status: expected, failure: FAILURE, endedAt: FAILURE.at });
  });

  test('a task that had not even been told as started gets its start', async () => {
    storeTask(db, { status: 'created', startedAt: undefined });
    await settle(ended({ error: null, cause: null, status: 'TIMED_OUT' }));
    expect(storedTask(db)).toMatchObject({
      status: 'timed_out',
      startedAt: '2025-01-01T00:00:01.000Z',
      failure: { error: 'TIMED_OUT', cause: '' },
    });
  });

  test('an event without input is completed from the execution', async () => {
    storeTask(db);
    execution('ABORTED');
    await settle(ended({ input: null, redriveCount: null }));
    expect(storedTask(db)?.status).toBe('failed');
  });

  test.each([
    ['runs again', 'RUNNING', 1],
    ['has succeeded since', 'SUCCEEDED', 1],
    ['ended once more', 'ABORTED', 1],
  ] as const)('an event of before a redrive is old news when the execution %s', async (_, status, redrives) => {
    storeTask(db, { status: 'processing' });
    execution(status, redrives);
    await settle(ended());
    expect(storedTask(db)?.status).toBe('processing');
  });

  test.each(['finished', 'finished_with_errors', 'timed_out', 'failed'])(
    'a task that is %s stays so',
    async (status) => {
      storeTask(db, { status });
      const before = storedTask(db);
      await settle(ended());
      expect(storedTask(db)).toEqual(before);
    },
  );

  test('a success, an execution started by hand, and one with another input are left alone', async () => {
    storeTask(db);
    await settle(ended({ status: 'SUCCEEDED' }));
    await settle(ended({ name: 'by-hand' }));
    await settle(ended({ input: 'no json' }));
    expect(storedTask(db)?.status).toBe('started');
  });

  test('an event of another kind is an error that says what is missing', async () => {
    await expect(settle({ time: 'x', detail: {} })).rejects.toMatchObject({
      name: 'InvalidEvent',
      message: expect.stringContaining('detail.executionArn'),
    });
  });
});

test('no status replaces itself or a later one', () => {
  const order = ['created', 'started', 'processing', 'failed', 'timed_out', 'finished_with_errors', 'finished'];
  expect(TASK_STATUSES).toEqual(order);
});
