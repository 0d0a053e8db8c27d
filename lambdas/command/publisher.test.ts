import '../fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { commandRow, dataRow, settledRow, storedCommand } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { dynamodb } from '../platform/dynamodb';
import { CommandPublisher, type Submission } from './publisher';
import { BODY_LIMIT_BYTES } from './submission';

const publisher = new CommandPublisher(dynamodb, { commands: 'commands', data: 'data' });
let db: FakeDynamoDB;

beforeEach(() => {
  db = new FakeDynamoDB().install();
});

function submission(expectedVersion: number, overrides: Partial<Submission<'order'>> = {}): Submission<'order'> {
  return {
    pk: 'TENANT#tenant1',
    sk: 'ORDER#order123',
    expectedVersion,
    entityType: 'order',
    action: 'put',
    attributes: { status: 'confirmed', total: 1000 },
    context: { userId: 'user1', tenantCode: 'tenant1', requestId: 'request-1' },
    ...overrides,
  };
}

describe('accepting', () => {
  test('a new entity begins at version 1, open and with the caller on it, for one read and one write', async () => {
    const published = await publisher.publish(submission(0));
    expect(published).toEqual({ version: 1, commandId: expect.any(String) });
    expect(storedCommand(db, 1)).toMatchObject({
      sk: 'ORDER#order123@0000000001',
      entitySk: 'ORDER#order123',
      version: 1,
      status: 'accepted',
      tenantCode: 'tenant1',
      commandId: published.commandId,
      open: expect.stringMatching(/^OPEN#[0-7]$/),
      context: { userId: 'user1', tenantCode: 'tenant1', requestId: 'request-1' },
      attributes: { status: 'confirmed', total: 1000 },
    });
    expect(db.operations()).toEqual(['BatchGet', 'Put']);
    const read = db.calls[0]?.input.RequestItems;
    expect(Object.values(read ?? {})).toEqual([expect.objectContaining({ ConsistentRead: true })]);
  });

  test('a version can follow one that is accepted and not yet applied', async () => {
    db.put('commands', commandRow(1));
    await expect(publisher.publish(submission(1))).resolves.toMatchObject({ version: 2 });
  });

  test('a version can follow one whose row has expired, when data shows it', async () => {
    db.put('data', dataRow(4));
    await expect(publisher.publish(submission(4))).resolves.toMatchObject({ version: 5 });
  });

  test('a delete stores no body, and an entity can be created again on its tombstone', async () => {
    db.put('data', dataRow(2));
    const { attributes: _, ...remove } = submission(2, { action: 'delete' });
    await publisher.publish(remove);
    expect(storedCommand(db, 3)).not.toHaveProperty('attributes');
    db.put('data', dataRow(3, { deleted: true, attributes: undefined }));
    await expect(publisher.publish(submission(3))).resolves.toMatchObject({ version: 4 });
  });
});

describe('refusing', () => {
  test('of two callers at the same version one is told which version is current', async () => {
    await publisher.publish(submission(0));
    await expect(publisher.publish(submission(0))).rejects.toMatchObject({ name: 'StaleVersion', currentVersion: 1 });
    expect(db.rows('commands')).toHaveLength(1);
  });

  test('a caller far behind is told the newest version, although old rows have expired', async () => {
    db.put('data', dataRow(5));
    db.put('commands', settledRow(5));
    db.put('commands', commandRow(6));
    await expect(publisher.publish(submission(2))).rejects.toMatchObject({ name: 'StaleVersion', currentVersion: 6 });
    expect(storedCommand(db, 3)).toBeUndefined();
  });

  test('a caller far behind does not get a version again whose row TTL has removed before older ones', async () => {
    db.put('data', dataRow(5));
    db.put('commands', settledRow(3));
    db.put('commands', settledRow(5));
    await expect(publisher.publish(submission(3))).rejects.toMatchObject({ name: 'StaleVersion', currentVersion: 5 });
    expect(storedCommand(db, 4)).toBeUndefined();
  });

  test('a caller ahead of the entity leaves no gap', async () => {
    db.put('commands', commandRow(1));
    await expect(publisher.publish(submission(3))).rejects.toMatchObject({ name: 'StaleVersion', currentVersion: 1 });
    expect(storedCommand(db, 4)).toBeUndefined();
  });

  test('the newest version is not taken from an entity whose sk continues with @ and digits', async () => {
    db.put('commands', commandRow(1));
    db.put('commands', { ...commandRow(9), entitySk: 'ORDER#order123@5', sk: 'ORDER#order123@5@0000000009' });
    await expect(publisher.publish(submission(0))).rejects.toMatchObject({ currentVersion: 1 });
  });

  test.each([
    ['a tenant that is not the caller’s', { pk: 'TENANT#other' }, 'InvalidCommand', /pk: .*TENANT#tenant1/],
    ['a sort key of another type', { sk: 'AIRPORT#HND' }, 'InvalidCommand', /sk: .*ORDER#/],
    ['a sort key that is too long', { sk: `ORDER#${'x'.repeat(1020)}` }, 'InvalidCommand', /sk: .*limit is 1013/],
    ['a NUL in a key', { sk: 'ORDER#a\0b' }, 'InvalidCommand', /NUL/],
    [
      'a version that is none',
      { expectedVersion: -1 },
      'InvalidCommand',
      /^expectedVersion: Too small: expected number to be >=0$/,
    ],
    ['attributes on a delete', { action: 'delete' as const }, 'InvalidCommand', /attributes/],
    ['a type nobody knows', { entityType: 'ship' as 'order' }, 'UnknownEntityType', /"ship".*order, airport/],
    [
      'a field that is missing',
      { attributes: { status: 'x' } as never },
      'ValidationFailed',
      /total: .*received undefined/,
    ],
    [
      'a field that nobody knows',
      { attributes: { status: 'x', total: 1, zz: 1 } as never },
      'ValidationFailed',
      /: zz: Unrecognized key$/,
    ],
    [
      'a number that is none',
      { attributes: { status: 'x', total: Number.NaN } },
      'ValidationFailed',
      /total: .*received NaN/,
    ],
    [
      'a number that DynamoDB’s client does not write',
      { attributes: { status: 'x', total: 1e17 } },
      'ValidationFailed',
      /: total: Too big: expected number to be <=9007199254740991$/,
    ],
    [
      'a number that DynamoDB does not store',
      { attributes: { status: 'x', total: 1e-131 } },
      'ValidationFailed',
      /: total: Too close to 0: expected 0, or a magnitude >=1e-130$/,
    ],
  ])('%s', async (_, overrides, name, message) => {
    await expect(publisher.publish(submission(0, overrides))).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    expect(db.calls).toEqual([]);
  });

  test('a body over the limit names its size and the limit; one at the limit is stored', async () => {
    const rest = Buffer.byteLength(JSON.stringify({ status: '', total: 1 }));
    const body = (bytes: number) => ({
      attributes: { status: 'é'.repeat(1) + 'x'.repeat(bytes - rest - 2), total: 1 },
    });
    await expect(publisher.publish(submission(0, body(BODY_LIMIT_BYTES + 1)))).rejects.toMatchObject({
      name: 'BodyTooLarge',
      message: expect.stringContaining('307201 bytes as JSON; the limit is 307200'),
    });
    await expect(publisher.publish(submission(0, body(BODY_LIMIT_BYTES)))).resolves.toMatchObject({ version: 1 });
  });
});

describe('repeating', () => {
  test('the same publish again succeeds, before and after its command was applied', async () => {
    const again = submission(0, { commandId: 'mine' });
    await publisher.publish(again);
    await expect(publisher.publish(again)).resolves.toEqual({ version: 1, commandId: 'mine' });
    db.put('data', dataRow(2));
    db.put('commands', commandRow(2));
    await expect(publisher.publish(again)).resolves.toEqual({ version: 1, commandId: 'mine' });
    expect(db.rows('commands')).toHaveLength(2);
  });

  test('a write whose answer was lost and that the SDK repeats succeeds', async () => {
    db.before = async (call) => {
      if (call.operation !== 'Put') return;
      db.put('commands', call.input.Item);
    };
    await expect(publisher.publish(submission(0))).resolves.toMatchObject({ version: 1 });
  });

  test('keys that a throttled table leaves unread are asked for again, and then it is an error', async () => {
    db.unprocessed = ['data'];
    db.after = ({ operation }) => {
      if (operation === 'BatchGet' && db.calls.length === 2) db.unprocessed = [];
    };
    await expect(publisher.publish(submission(0))).resolves.toMatchObject({ version: 1 });
    db.after = () => undefined;
    db.unprocessed = ['data'];
    await expect(publisher.publish(submission(1))).rejects.toMatchObject({ name: 'ReadThrottled' });
    expect(storedCommand(db, 2)).toBeUndefined();
  });
});
