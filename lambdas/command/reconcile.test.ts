import '../fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { clockStandsAt } from '../fakes/clock';
import { commandRow, dataRow, executionArn, keyFor, settledRow, storedCommand } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { awsError, FakeStepFunctions } from '../fakes/step-functions';
import { metrics } from '../platform/observability';
import { handler } from './reconcile';

const waiter = { taskToken: 'token-a', version: 2, executionArn: executionArn(2), key: keyFor(2), at: 'x' };
clockStandsAt('2025-01-01T00:10:00.000Z');
let db: FakeDynamoDB;
let sfn: FakeStepFunctions;
let reported: Record<string, number>;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  sfn = new FakeStepFunctions().install();
  reported = {};
  jest.spyOn(metrics, 'addMetric').mockImplementation((name, _unit, value) => {
    reported[name] = value;
    return metrics;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

function execution(version: number, status: 'FAILED' | 'RUNNING' | 'SUCCEEDED', redriveCount = 0) {
  sfn.executions.set(executionArn(version), {
    name: '',
    input: '',
    status,
    redriveCount,
    redrivable: true,
    error: 'E',
    cause: 'c',
  });
}

const changes = () => sfn.operations().filter((operation) => operation !== 'DescribeExecution');

test('with nothing open it reports zero', async () => {
  await handler();
  expect(reported).toEqual({ StuckCommands: 0, OldestOpenCommandAge: 0 });
});

test('commands younger than the limit are left to the trigger', async () => {
  db.put('commands', commandRow(1, { acceptedAt: '2025-01-01T00:05:00.000Z' }));
  await handler();
  expect(sfn.calls).toEqual([]);
  expect(reported).toEqual({ StuckCommands: 0, OldestOpenCommandAge: 0 });
});

describe('an open command', () => {
  test('whose start was lost is started, once', async () => {
    db.put('commands', commandRow(1));
    await handler();
    await handler();
    expect([...sfn.executions.keys()]).toEqual([executionArn(1)]);
    expect(reported).toEqual({ StuckCommands: 1, OldestOpenCommandAge: 600 });
  });

  test('that waits although its predecessor is settled is woken', async () => {
    db.put('commands', settledRow(1, { waiter }));
    db.put('commands', commandRow(2));
    execution(2, 'RUNNING');
    sfn.waiting.add('token-a');
    await handler();
    expect(sfn.of('SendTaskSuccess')).toEqual([{ taskToken: 'token-a', output: JSON.stringify(keyFor(2)) }]);
  });

  test('that waits for a predecessor in work is left waiting, and counts as stuck', async () => {
    db.put('commands', commandRow(1, { waiter, status: 'failed' }));
    db.put('commands', commandRow(2));
    await handler();
    expect(sfn.calls).toEqual([]);
    expect(reported.StuckCommands).toBe(2);
  });

  test('whose start was lost is started also behind a predecessor in work', async () => {
    db.put('commands', commandRow(1, { status: 'failed' }));
    db.put('commands', commandRow(2));
    await handler();
    expect([...sfn.executions.keys()]).toEqual([executionArn(2)]);
  });

  test('whose failure left no trace is recorded as failed', async () => {
    db.put('commands', commandRow(1));
    execution(1, 'FAILED');
    await handler();
    expect(storedCommand(db, 1)).toMatchObject({
      status: 'failed',
      failure: { error: 'E', cause: 'c', executionArn: executionArn(1) },
    });
    expect(reported).toMatchObject({ StuckCommands: 1, CommandsFailed: 1 });
  });

  test('whose redrive was announced and not asked for is redriven', async () => {
    db.put('commands', commandRow(1, { redrives: 1 }));
    execution(1, 'FAILED');
    await handler();
    expect(changes()).toEqual(['RedriveExecution']);
    expect(storedCommand(db, 1)?.status).toBe('accepted');
  });

  test('whose execution succeeded without settling it gets a new attempt', async () => {
    db.put('commands', commandRow(1));
    execution(1, 'SUCCEEDED');
    await handler();
    expect(sfn.executions.has(executionArn(1, 2))).toBe(true);
    expect(storedCommand(db, 1)).toMatchObject({ attempt: 2 });
  });

  test('that is settled at the very moment gets no new attempt', async () => {
    db.put('commands', commandRow(1));
    execution(1, 'SUCCEEDED');
    sfn.before = () => db.put('commands', settledRow(1));
    await handler();
    expect(storedCommand(db, 1)).toEqual(settledRow(1));
    expect(sfn.executions.size).toBe(1);
  });

  test('that failed waits for a person', async () => {
    db.put('commands', commandRow(1, { status: 'failed' }));
    await handler();
    expect(sfn.calls).toEqual([]);
    expect(reported.StuckCommands).toBe(1);
  });
});

test('a settled row that is still in the index is taken out and not counted', async () => {
  db.put('commands', settledRow(1, { open: 'OPEN#0' }));
  await handler();
  expect(storedCommand(db, 1)).toEqual(settledRow(1));
  expect(reported.StuckCommands).toBe(0);
});

test('one command that can’t be looked at does not stop the others, and is an error in the end', async () => {
  db.put('commands', commandRow(1));
  db.put('commands', { pk: 'x', sk: 'no version', open: 'OPEN#0', acceptedAt: '2024-01-01T00:00:00.000Z' });
  db.put('commands', { ...commandRow(4), entitySk: undefined });
  db.put('data', dataRow(3));
  await expect(handler()).rejects.toMatchObject({ name: 'ReconcileIncomplete', message: expect.stringContaining('2') });
  expect([...sfn.executions.keys()]).toEqual([executionArn(1)]);
});

test('a partition of the index that can’t be read does not stop the others', async () => {
  db.put('commands', commandRow(1, { open: 'OPEN#1' }));
  db.before = ({ operation, input }) => {
    if (operation === 'Query' && input.ExpressionAttributeValues?.[':open'] === 'OPEN#0') throw awsError('Throttled');
  };
  await expect(handler()).rejects.toMatchObject({ name: 'ReconcileIncomplete' });
  expect(sfn.executions.size).toBe(1);
  expect(reported.StuckCommands).toBe(1);
});
