import '../fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { dataRow, settledRow, storedCommand } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { call, type FakeRequest } from '../fakes/http';
import { awsError } from '../fakes/step-functions';
import { keyedId } from '../platform/http/request-key';
import { handler } from './http';
import { versionKey } from './keys';
import { publishCommand } from './operations';
import { BODY_LIMIT_BYTES } from './submission';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

const body = (overrides: object = {}) => ({
  entityType: 'order',
  id: 'order123',
  expectedVersion: 0,
  action: 'put',
  attributes: { status: 'open', total: 100 },
  ...overrides,
});
const publish = (overrides: object = {}, request: FakeRequest = {}) =>
  call(handler, publishCommand, { body: body(overrides), idempotencyKey: 'key-1', ...request });
const commandRows = () => db.rows('commands').filter(({ sk }) => sk !== 'REQUEST');
const problem = (answer: { body: unknown }) =>
  answer.body as { type: string; detail: string; errors: { at: string }[] };

describe('publishing', () => {
  test('stores the command in the partition of the token’s tenant and says where it can be followed', async () => {
    const { status, headers, body } = await publish();
    expect({ status, location: headers.location }).toEqual({ status: 202, location: '/commands/order/order123/1' });
    const commandId = keyedId('tenant1', 'key-1');
    expect(body).toEqual({ entityType: 'order', id: 'order123', version: 1, commandId });
    expect(storedCommand(db, 1)).toMatchObject({
      status: 'accepted',
      action: 'put',
      attributes: { status: 'open', total: 100 },
      commandId,
      context: { tenantCode: 'tenant1', userId: 'user1', requestId: 'request-1' },
    });
  });

  test('costs two writes and one read', async () => {
    await publish();
    expect(db.operations()).toEqual(['Update', 'BatchGet', 'Put']);
  });

  test('a delete has no attributes', async () => {
    db.put('data', dataRow(1));
    const { attributes: _, ...remove } = body({ expectedVersion: 1, action: 'delete' });
    expect((await call(handler, publishCommand, { body: remove, idempotencyKey: 'k' })).status).toBe(202);
    expect(storedCommand(db, 2)).toMatchObject({ action: 'delete' });
  });

  test('an id comes back in the location as one part of the path', async () => {
    const { headers } = await publish({ id: 'Ō saka#1 & co' });
    expect(headers.location).toBe('/commands/order/%C5%8C%20saka%231%20%26%20co/1');
  });

  test('an id that looks like the key of a version is itself', async () => {
    const { headers } = await publish({ id: versionKey('a', 1) });
    expect(headers.location).toBe('/commands/order/a%400000000001/1');
  });

  test('whoever names another tenant in the body is refused, and nothing is written', async () => {
    const answer = await publish({ tenantCode: 'tenant2', pk: 'TENANT#tenant2' });
    expect(problem(answer).errors.map(({ at }) => at)).toEqual(['body.tenantCode', 'body.pk']);
    expect(db.calls).toEqual([]);
  });

  test('two tenants with the same id, version and key have an entity each', async () => {
    await publish();
    const other = await publish({ attributes: { status: 'open', total: 7 } }, { tenant: 'tenant2' });
    expect(other.status).toBe(202);
    expect(commandRows().map(({ pk, commandId }) => [pk, commandId])).toEqual([
      ['TENANT#tenant1', keyedId('tenant1', 'key-1')],
      ['TENANT#tenant2', keyedId('tenant2', 'key-1')],
    ]);
  });
});

describe('a repeat', () => {
  test('finds the first one’s outcome, before and after it was applied', async () => {
    const first = await publish();
    expect(await publish()).toEqual(first);
    db.put('commands', settledRow(1, { commandId: keyedId('tenant1', 'key-1') }));
    db.put('data', dataRow(1));
    expect(await publish()).toEqual(first);
    expect(commandRows()).toHaveLength(1);
  });

  test('whose first answer was lost in the write succeeds', async () => {
    db.after = ({ operation }) => {
      if (operation === 'Put') throw awsError('TimeoutError');
    };
    expect(await publish()).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    db.after = () => undefined;
    expect((await publish()).status).toBe(202);
    expect(commandRows()).toHaveLength(1);
  });

  test('after a crash between remembering the key and storing the command stores it', async () => {
    db.before = ({ operation }) => {
      if (operation === 'BatchGet') throw awsError('InternalFailure');
    };
    expect((await publish()).status).toBe(500);
    db.before = () => undefined;
    expect((await publish()).status).toBe(202);
  });

  test.each([
    ['other attributes', { attributes: { status: 'open', total: 101 } }],
    ['another entity', { id: 'order124' }],
    ['another version', { expectedVersion: 1 }],
    ['another type', { entityType: 'product', attributes: { code: 'c', name: 'n', price: 1 } }],
  ])('with %s is another request: it is refused, and nothing is stored', async (_, overrides) => {
    await publish();
    const before = db.rows('commands');
    const answer = await publish(overrides);
    expect(answer.status).toBe(422);
    expect(problem(answer).type).toBe('urn:problem-type:idempotency-conflict');
    expect(db.rows('commands')).toEqual(before);
  });
});

describe('refusing', () => {
  test('a stale version tells the current one', async () => {
    db.put('data', dataRow(3));
    const answer = await publish({ expectedVersion: 1 });
    expect(answer).toMatchObject({ status: 409, body: { type: 'urn:problem-type:stale-version', currentVersion: 3 } });
    expect(problem(answer).detail).toBe(
      'expectedVersion is 1, but the current one is 3. Read the entity, decide again, and take a new Idempotency-Key.',
    );
    expect(commandRows()).toEqual([]);
  });

  test('attributes over the limit of a row are told with both sizes', async () => {
    const answer = await publish({ attributes: { status: 'x'.repeat(BODY_LIMIT_BYTES), total: 1 } });
    expect(answer.status).toBe(413);
    expect(problem(answer).detail).toMatch(/attributes take 307\d+ bytes as JSON; the limit is 307200 bytes/);
  });

  test('a body that holds no attributes that could be stored is not parsed', async () => {
    const answer = await publish({}, { body: `{"a":"${'x'.repeat(1024 * 1024)}"}` });
    expect(answer.status).toBe(413);
    expect(db.calls).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['a type nobody knows', { entityType: 'ship' }, 'body.entityType'],
    ['an action nobody knows', { action: 'patch' }, 'body.action'],
    ['a place in the attributes', { attributes: { status: 'open', total: -1 } }, 'body.attributes.total'],
    ['an attribute nobody knows', { attributes: { status: 'open', total: 1, note: '' } }, 'body.attributes.note'],
    ['attributes on a delete', { action: 'delete' }, 'body.attributes'],
    ['a version that is none', { expectedVersion: -1 }, 'body.expectedVersion'],
    ['an id that no path holds', { id: 'a/b' }, 'body.id'],
    ['an id that API Gateway does not decode as a whole', { id: '100%' }, 'body.id'],
    ['an id that API Gateway cuts off', { id: 'a?b' }, 'body.id'],
    ['an id that a client resolves', { id: '..' }, 'body.id'],
    ['an id with half a character', { id: 'a\ud800' }, 'body.id'],
    ['an id with a NUL', { id: 'a\0b' }, 'body.id'],
  ])('%s is told with its place, and nothing is written', async (_, overrides, at) => {
    const answer = await publish(overrides);
    expect(answer.status).toBe(400);
    expect(problem(answer).errors.map((one) => one.at)).toEqual([at]);
    expect(db.calls).toEqual([]);
  });

  test('tables that leave keys unread are to be asked again', async () => {
    db.unprocessed = ['data'];
    expect(await publish()).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  });
});
