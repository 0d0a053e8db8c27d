import '../fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { commandRow, dataRow, keyFor, settledRow, storedCommand, taskEvent } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { handler as historyCopy } from './history-copy';
import { handler as setTtlCommand } from './set-ttl-command';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

describe('set_ttl_command', () => {
  const setTtl = (version: number) => setTtlCommand(taskEvent(keyFor(version), 'set_ttl_command'));

  test('the predecessor expires RETENTION_DAYS after it was settled; a repeat changes nothing; the newest stays', async () => {
    db.put('commands', settledRow(1));
    db.put('commands', commandRow(2));
    await setTtl(2);
    await setTtl(2);
    expect(storedCommand(db, 1)).toEqual({ ...settledRow(1), ttl: Date.parse('2025-01-31T00:00:01.000Z') / 1000 });
    expect(storedCommand(db, 2)).not.toHaveProperty('ttl');
    expect(db.operations()).toEqual(['Update', 'Update']);
  });

  test.each(['accepted', 'failed'])('a predecessor that is %s never gets one', async (status) => {
    db.put('commands', commandRow(1, { status }));
    await setTtl(2);
    expect(storedCommand(db, 1)).not.toHaveProperty('ttl');
  });

  test('a row that has expired is not brought back', async () => {
    await setTtl(2);
    expect(db.rows('commands')).toEqual([]);
  });

  test('the first version has no predecessor', async () => {
    await setTtl(1);
    expect(db.calls).toEqual([]);
  });
});

describe('history_copy', () => {
  const copy = (version: number) => historyCopy(taskEvent(keyFor(version), 'history_copy'));

  test('keeps the row as it was, once', async () => {
    db.put('data', dataRow(1));
    await copy(2);
    await copy(2);
    expect(db.rows('history')).toEqual([{ ...dataRow(1), sk: 'ORDER#order123@0000000001' }]);
  });

  test('a copy that exists is not replaced', async () => {
    db.put('data', dataRow(1));
    db.put('history', { ...dataRow(1), sk: 'ORDER#order123@0000000001', attributes: { status: 'first' } });
    await copy(2);
    expect(db.rows('history')[0]?.attributes).toEqual({ status: 'first' });
  });

  test('data at this version or later needs nothing', async () => {
    db.put('data', dataRow(2));
    await copy(2);
    expect(db.rows('history')).toEqual([]);
  });

  test('the first version has no history', async () => {
    await copy(1);
    expect(db.calls).toEqual([]);
  });

  test.each([undefined, 1])('data at %s is a gap for version 3', async (version) => {
    if (version) db.put('data', dataRow(version));
    await expect(copy(3)).rejects.toMatchObject({
      name: 'VersionGap',
      message: expect.stringContaining('must be at 2'),
    });
  });
});
