import '../fakes/environment';
import { beforeEach, expect, test } from '@jest/globals';
import { commandRow, dataRow, keyFor, settledRow, taskEvent } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { handler } from './check-version';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

const check = (version: number) => handler(taskEvent(keyFor(version), 'check_version'));

test('the first version may go on', async () => {
  db.put('commands', commandRow(1));
  expect(await check(1)).toEqual({ ...keyFor(1), result: 0 });
});

test.each(['applied', 'skipped'])(
  'a version may go on when its predecessor is %s, for one consistent read',
  async (status) => {
    db.put('commands', settledRow(1, { status }));
    db.put('commands', commandRow(2));
    expect(await check(2)).toMatchObject({ result: 0 });
    expect(db.operations()).toEqual(['BatchGet']);
    expect(db.calls[0]?.input.RequestItems).toMatchObject({
      commands: { ConsistentRead: true },
      data: { ConsistentRead: true },
    });
  },
);

test.each(['accepted', 'failed'])(
  'a version waits while its predecessor is %s, although data shows it',
  async (status) => {
    db.put('commands', commandRow(1, { status }));
    db.put('commands', commandRow(2));
    db.put('data', dataRow(1));
    expect(await check(2)).toMatchObject({ result: 1 });
  },
);

test('a predecessor that TTL removed counts as settled when data has reached it, and only then', async () => {
  db.put('commands', commandRow(3));
  db.put('data', dataRow(1));
  expect(await check(3)).toMatchObject({ result: 1 });
  db.put('data', dataRow(2));
  expect(await check(3)).toMatchObject({ result: 0 });
});

test('a command that is applied already goes through again', async () => {
  db.put('commands', settledRow(2));
  expect(await check(2)).toMatchObject({ result: 0 });
});

test('an open command is settled by the execution of its attempt and by no other', async () => {
  db.put('commands', commandRow(1, { attempt: 2 }));
  expect(await check(1)).toMatchObject({ result: -1, error: 'ForeignExecution' });
});

test('an expired row goes through again when data has reached it', async () => {
  db.put('data', dataRow(5));
  expect(await check(3)).toMatchObject({ result: 0 });
});

test('a command that was never accepted fails', async () => {
  db.put('data', dataRow(1));
  expect(await check(3)).toMatchObject({
    result: -1,
    error: 'CommandMissing',
    cause: expect.stringContaining('data is at version 1'),
  });
});

test('another command on the version is a conflict that names both', async () => {
  db.put('commands', commandRow(1, { commandId: 'theirs' }));
  expect(await check(1)).toMatchObject({
    result: -1,
    error: 'VersionConflict',
    cause: expect.stringMatching(/theirs.*command-1/),
  });
});

test('a row that is not as we write it is named', async () => {
  db.put('commands', commandRow(1, { status: 'done' }));
  await expect(check(1)).rejects.toMatchObject({
    name: 'CorruptRow',
    message: expect.stringMatching(/TENANT#tenant1 \/ ORDER#order123 version 1 of commands: status/),
  });
});
