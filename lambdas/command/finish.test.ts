import '../fakes/environment';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { clockStandsAt } from '../fakes/clock';
import { commandRow, keyFor, storedCommand, taskEvent } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { FakeStepFunctions } from '../fakes/step-functions';
import { metrics } from '../platform/observability';
import { handler } from './finish';

clockStandsAt('2025-01-01T00:00:02.500Z');
let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  new FakeStepFunctions().install();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const finish = () => handler(taskEvent(keyFor(1), 'finish'));

test('settles in one update: applied, out of the open index, without the failure', async () => {
  db.put(
    'commands',
    commandRow(1, { status: 'failed', failure: { error: 'E', cause: '', executionArn: 'a', at: 'x' } }),
  );
  expect(await finish()).toEqual(keyFor(1));
  const row = storedCommand(db, 1);
  expect(row).toMatchObject({ status: 'applied', settledAt: '2025-01-01T00:00:02.500Z', settledEpoch: 1735689602 });
  expect(row).not.toHaveProperty('open');
  expect(row).not.toHaveProperty('failure');
  expect(db.operations()).toEqual(['Update']);
});

test('measures the lag once, however often it runs', async () => {
  const added = jest.spyOn(metrics, 'addMetric');
  db.put('commands', commandRow(1));
  await finish();
  jest.setSystemTime(Date.parse('2025-01-01T01:00:00.000Z'));
  await finish();
  expect(added.mock.calls).toEqual([
    ['AcceptedToSettled', 'Milliseconds', 2500],
    ['CommandsApplied', 'Count', 1],
  ]);
  expect(storedCommand(db, 1)?.settledAt).toBe('2025-01-01T00:00:02.500Z');
});

test('a command marked as skipped is settled as skipped and keeps the reason', async () => {
  const added = jest.spyOn(metrics, 'addMetric');
  const skip = { reason: 'sent twice', by: 'user2', at: '2025-01-01T00:00:02.000Z' };
  db.put('commands', commandRow(1, { skip }));
  await finish();
  jest.setSystemTime(Date.parse('2025-01-01T01:00:00.000Z'));
  await finish();
  expect(storedCommand(db, 1)).toMatchObject({ status: 'skipped', skip, settledAt: '2025-01-01T00:00:02.500Z' });
  expect(added.mock.calls.map(([name]) => name)).toEqual(['AcceptedToSettled', 'CommandsSkipped']);
});

test('an expired row is left expired', async () => {
  await expect(finish()).resolves.toEqual(keyFor(1));
  expect(db.rows('commands')).toEqual([]);
});

test('another command on the version is left alone', async () => {
  db.put('commands', commandRow(1, { commandId: 'theirs' }));
  await expect(finish()).rejects.toMatchObject({ name: 'VersionConflict' });
  expect(storedCommand(db, 1)?.status).toBe('accepted');
});
