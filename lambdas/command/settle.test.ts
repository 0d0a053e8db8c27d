import '../fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { commandRow, executionArn, keyFor, settledRow, storedCommand } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { FakeStepFunctions } from '../fakes/step-functions';
import { metrics } from '../platform/observability';
import { entityOf } from './entities';
import { executionName } from './keys';
import { handler } from './settle';

let db: FakeDynamoDB;
let sfn: FakeStepFunctions;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  sfn = new FakeStepFunctions().install();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** What Lambda gives Step Functions as the cause when stored attributes do not pass the schema of their type. */
const cause = JSON.stringify({ errorType: 'ValidationFailed', errorMessage: validationMessage(), trace: [] });

function validationMessage(): string {
  try {
    entityOf('order').validate({ status: 'new', total: '1' });
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('a total in letters passes');
}

function failed(overrides: Record<string, unknown> = {}, attempt = 1) {
  return {
    time: '2025-01-01T00:01:00Z',
    detail: {
      executionArn: executionArn(1, attempt),
      name: executionName(keyFor(1), attempt),
      status: 'FAILED',
      input: JSON.stringify(keyFor(1)),
      error: 'ValidationFailed',
      cause,
      redriveCount: 0,
      ...overrides,
    },
  };
}

describe('a failed execution', () => {
  test('is recorded on its command, and counted once', async () => {
    const added = jest.spyOn(metrics, 'addMetric');
    db.put('commands', commandRow(1));
    await handler(failed());
    await handler(failed());
    expect(storedCommand(db, 1)).toMatchObject({
      status: 'failed',
      open: expect.any(String),
      failure: {
        error: 'ValidationFailed',
        cause: expect.stringContaining('total: Invalid input: expected number, received string'),
        executionArn: executionArn(1),
        at: '2025-01-01T00:01:00Z',
      },
    });
    expect(added.mock.calls).toEqual([['CommandsFailed', 'Count', 1]]);
    expect(sfn.calls).toEqual([]);
  });

  test.each(['TIMED_OUT', 'ABORTED'])('%s without an error is recorded by its status', async (status) => {
    db.put('commands', commandRow(1));
    await handler(failed({ status, error: null, cause: null }));
    expect(storedCommand(db, 1)).toMatchObject({ status: 'failed', failure: { error: status } });
  });

  test('whose event lacks the input is looked up', async () => {
    db.put('commands', commandRow(1));
    sfn.executions.set(executionArn(1), {
      name: '',
      input: JSON.stringify(keyFor(1)),
      status: 'FAILED',
      redriveCount: 0,
      redrivable: true,
    });
    await handler(failed({ input: null }));
    expect(storedCommand(db, 1)?.status).toBe('failed');
  });
});

describe('an event that comes late', () => {
  test.each(['applied', 'skipped'])('leaves a command that is %s alone', async (status) => {
    db.put('commands', settledRow(1, { status }));
    await handler(failed());
    expect(storedCommand(db, 1)).toEqual(settledRow(1, { status }));
  });

  test('of the run before a redrive leaves the redriven one alone; that run’s own failure counts', async () => {
    db.put('commands', commandRow(1, { redrives: 1 }));
    await handler(failed());
    expect(storedCommand(db, 1)?.status).toBe('accepted');
    await handler(failed({ redriveCount: 1 }));
    expect(storedCommand(db, 1)?.status).toBe('failed');
  });

  test('without a redrive count, while the execution runs again, leaves it alone', async () => {
    db.put('commands', commandRow(1));
    sfn.executions.set(executionArn(1), {
      name: '',
      input: JSON.stringify(keyFor(1)),
      status: 'RUNNING',
      redriveCount: 1,
      redrivable: true,
    });
    await handler(failed({ redriveCount: undefined }));
    expect(storedCommand(db, 1)?.status).toBe('accepted');
  });

  test('of an earlier attempt leaves the later one alone', async () => {
    db.put('commands', commandRow(1, { attempt: 2, redrives: 0 }));
    await handler(failed());
    expect(storedCommand(db, 1)?.status).toBe('accepted');
    await handler(failed({}, 2));
    expect(storedCommand(db, 1)?.status).toBe('failed');
  });

  test('does not replace the failure of a later run', async () => {
    db.put('commands', commandRow(1));
    await handler(failed({ redriveCount: 2, error: 'Later' }));
    await handler(failed({ redriveCount: 1, error: 'Earlier' }));
    expect(storedCommand(db, 1)).toMatchObject({ failure: { error: 'Later' } });
  });
});

test('another command on the version, an execution started by hand, and a success are left alone', async () => {
  db.put('commands', commandRow(1, { commandId: 'theirs' }));
  await handler(failed());
  await handler(failed({ name: 'by-hand' }));
  await handler(failed({ input: 'no json' }));
  await handler(failed({ status: 'SUCCEEDED' }));
  expect(storedCommand(db, 1)).toEqual(commandRow(1, { commandId: 'theirs' }));
});

test('an event of another kind is an error that says what is missing', async () => {
  await expect(handler({ time: 'x', detail: {} })).rejects.toMatchObject({
    name: 'InvalidEvent',
    message: expect.stringContaining('detail.executionArn'),
  });
});
