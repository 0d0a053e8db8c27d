import '../fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clockStandsAt } from '../fakes/clock';
import { commandRow, dataRow, keyFor, storedData, taskEvent } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import type { Item } from '../fakes/expressions';
import { handler } from './sync-data';
import type { TargetName } from './targets';
import { targets } from './targets/targets';

const NOW = '2025-01-02T00:00:00.000Z';
clockStandsAt(NOW);
let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

const sync = (version: number, target: TargetName) => handler(taskEvent({ ...keyFor(version), target }, 'sync_data'));
const skip = { reason: 'sent twice', by: 'user2', at: '2025-01-01T00:00:02.000Z' };
const deletion: Item = { action: 'delete', attributes: undefined };
const listed = () => db.row('listing', 'TENANT#tenant1#order', 'ORDER#order123');

describe('data', () => {
  test('version 1 creates the row, with who asked', async () => {
    db.put('commands', commandRow(1));
    await sync(1, 'data');
    expect(storedData(db)).toEqual(dataRow(1, { createdAt: NOW, updatedAt: NOW }));
  });

  test('a version replaces the one before it, in one read and one write, and keeps when the row was created', async () => {
    db.put('data', dataRow(1));
    db.put('commands', commandRow(2));
    await sync(2, 'data');
    expect(storedData(db)).toEqual(dataRow(2, { updatedAt: NOW }));
    expect(db.operations()).toEqual(['Get', 'Update']);
  });

  test.each([2, 3])('a repeat when data is at version %d changes nothing', async (version) => {
    db.put('data', dataRow(version));
    db.put('commands', commandRow(2));
    await sync(2, 'data');
    expect(storedData(db)).toEqual(dataRow(version));
  });

  test.each([
    [3, 1],
    [2, 0],
  ])('version %d on data at %d is a gap', async (version, current) => {
    if (current > 0) db.put('data', dataRow(current));
    db.put('commands', commandRow(version));
    await expect(sync(version, 'data')).rejects.toMatchObject({ name: 'VersionGap' });
    expect(storedData(db)?.version).toBe(current || undefined);
  });

  test('a delete leaves a tombstone with its version, and a later put revives the row', async () => {
    db.put('data', dataRow(1));
    db.put('commands', commandRow(2, deletion));
    await sync(2, 'data');
    expect(storedData(db)).toMatchObject({ version: 2, deleted: true, commandId: 'command-2' });
    expect(storedData(db)).not.toHaveProperty('attributes');
    db.put('commands', commandRow(3));
    await sync(3, 'data');
    expect(storedData(db)).toEqual(dataRow(3, { updatedAt: NOW }));
  });

  test('a skipped version changes the version and nothing else', async () => {
    db.put('data', dataRow(1));
    db.put('commands', commandRow(2, { skip }));
    await sync(2, 'data');
    await sync(2, 'data');
    expect(storedData(db)).toEqual(dataRow(1, { version: 2 }));
  });

  test('a skipped first version leaves a tombstone that the second can build on', async () => {
    db.put('commands', commandRow(1, { skip }));
    await sync(1, 'data');
    await sync(1, 'data');
    expect(storedData(db)).toMatchObject({ version: 1, deleted: true });
    db.put('commands', commandRow(2));
    await sync(2, 'data');
    expect(storedData(db)).toMatchObject({ version: 2, attributes: { status: 'status-2' } });
  });

  test('a command that data shows can’t be skipped any more', async () => {
    db.put('data', dataRow(2));
    db.put('commands', commandRow(2, { skip }));
    await expect(sync(2, 'data')).rejects.toMatchObject({ name: 'AlreadyApplied' });
  });
});

describe('listing', () => {
  test('shows the entity by its label, in a partition of its tenant and type', async () => {
    db.put('commands', commandRow(1));
    await sync(1, 'listing');
    expect(listed()).toEqual({
      pk: 'TENANT#tenant1#order',
      sk: 'ORDER#order123',
      version: 1,
      label: 'status-1, 100',
      updatedAt: NOW,
    });
  });

  test('an older version that comes late changes nothing, not even after a delete', async () => {
    db.put('commands', commandRow(1));
    db.put('commands', commandRow(2, deletion));
    await sync(2, 'listing');
    await sync(1, 'listing');
    expect(listed()).toMatchObject({ version: 2, deleted: true, ttl: Date.parse('2025-01-03T00:00:00.000Z') / 1000 });
    expect(listed()).not.toHaveProperty('label');
  });

  test('a put after a delete takes the tombstone’s place for good', async () => {
    db.put('commands', commandRow(2, deletion));
    db.put('commands', commandRow(3));
    await sync(2, 'listing');
    await sync(3, 'listing');
    expect(listed()).toMatchObject({ version: 3, label: 'status-3, 300' });
    expect(listed()).not.toHaveProperty('ttl');
    expect(listed()).not.toHaveProperty('deleted');
  });

  test('skipping undoes what a failed attempt had shown', async () => {
    db.put('data', dataRow(1));
    db.put('commands', commandRow(2));
    await sync(2, 'listing');
    expect(listed()).toMatchObject({ label: 'status-2, 200' });
    db.put('commands', commandRow(2, { skip }));
    await sync(2, 'listing');
    expect(listed()).toMatchObject({ version: 2, label: 'status-1, 100' });
  });

  test('skipping the first version leaves no label, and skipping late leaves a later version alone', async () => {
    db.put('commands', commandRow(1, { skip }));
    await sync(1, 'listing');
    expect(listed()).toMatchObject({ version: 1, deleted: true });
    db.put('data', dataRow(3));
    await sync(1, 'listing');
    expect(listed()).toMatchObject({ version: 1, deleted: true });
    db.put('listing', { pk: 'TENANT#tenant1#order', sk: 'ORDER#order123', version: 3, label: 'third' });
    await sync(1, 'listing');
    expect(listed()).toMatchObject({ version: 3, label: 'third' });
  });
});

test('a row that is gone, another command’s, or a target nobody knows is an error by name', async () => {
  await expect(sync(1, 'data')).rejects.toMatchObject({ name: 'CommandMissing' });
  db.put('commands', commandRow(1, { commandId: 'theirs' }));
  await expect(sync(1, 'data')).rejects.toMatchObject({ name: 'VersionConflict' });
  await expect(sync(1, 'toString' as TargetName)).rejects.toMatchObject({
    name: 'InvalidEvent',
    message: expect.stringContaining(`input.target: expected one of ${Object.keys(targets).join(', ')}`),
  });
});
