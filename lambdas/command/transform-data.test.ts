import '../fakes/environment';
import { beforeEach, expect, test } from '@jest/globals';
import { commandRow, keyFor, settledRow, taskEvent } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { entityOf } from './entities';
import { handler } from './transform-data';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

const transform = () => handler(taskEvent(keyFor(1), 'transform_data'));
const targets = entityOf('order').targets;
const skip = { reason: 'sent twice', by: 'user2', at: '2025-01-01T00:00:02.000Z' };

test('names the targets of the type, with keys and without the body', async () => {
  db.put('commands', commandRow(1));
  expect(targets).toEqual(expect.arrayContaining(['data', 'listing']));
  expect(await transform()).toEqual({ targets: targets.map((target) => ({ ...keyFor(1), target })) });
});

test('a body that does not fit fails by name, and says which field', async () => {
  db.put('commands', commandRow(1, { attributes: { status: 'x', total: 'many' } }));
  await expect(transform()).rejects.toMatchObject({
    name: 'ValidationFailed',
    message: expect.stringContaining('total'),
  });
});

test('a type nobody knows fails by name', async () => {
  db.put('commands', commandRow(1, { entityType: 'ship' }));
  await expect(transform()).rejects.toMatchObject({ name: 'UnknownEntityType' });
});

test('a delete and a skip need no body', async () => {
  db.put('commands', commandRow(1, { action: 'delete', attributes: undefined }));
  expect((await transform()).targets).toHaveLength(targets.length);
  db.put('commands', commandRow(1, { attributes: { broken: true }, skip }));
  expect((await transform()).targets).toHaveLength(targets.length);
  db.put('commands', commandRow(1, { entityType: 'ship', skip }));
  expect((await transform()).targets.map(({ target }) => target)).toEqual(['data']);
});

test('nothing is left to sync when the command is settled or its row has expired', async () => {
  expect(await transform()).toEqual({ targets: [] });
  db.put('commands', settledRow(1));
  expect(await transform()).toEqual({ targets: [] });
});

test('another command on the version is a conflict', async () => {
  db.put('commands', commandRow(1, { commandId: 'theirs' }));
  await expect(transform()).rejects.toMatchObject({ name: 'VersionConflict' });
});
