import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { call, type FakeRequest } from '../fakes/http';
import { awsError } from '../fakes/step-functions';
import { keyedId } from '../platform/http/request-key';
import { address, itemFor, progressRow, storeTask, taskEvent, taskFor } from './fakes/tasks';
import { handler } from './http';
import { handler as itemFailed } from './item-failed';
import { outcomeKey } from './keys';
import { getFailedItems, getTask, publishTask } from './operations';
import { ITEM_LIMIT_BYTES } from './submission';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

const TASK_ID = keyedId('tenant1', 'key-1');
const publish = (overrides: object = {}, request: FakeRequest = {}) =>
  call(handler, publishTask, {
    body: { taskType: 'address-label', items: [address(), address()], ...overrides },
    idempotencyKey: 'key-1',
    ...request,
  });
const params = { taskId: 'task-1' };
const read = (request: FakeRequest = {}) => call(handler, getTask, { params, ...request });
const failed = (query: Record<string, string> = {}, request: FakeRequest = {}) =>
  call(handler, getFailedItems, { params, query, ...request });
const storeOutcome = (item: number, status: 'failed' | 'succeeded') =>
  db.put('tasks', {
    ...outcomeKey(taskFor(), item),
    ...{ item, at: '2025-01-01T00:00:00.000Z', status },
    ...(status === 'failed' ? { error: 'AddressIncomplete', cause: `item ${item} has no city` } : { result: null }),
  });
const problem = (answer: { body: unknown }) =>
  answer.body as { type: string; detail: string; errors: { at: string }[] };
const itemsOf = ({ body }: { body: unknown }) => (body as { items: { item: number }[] }).items.map(({ item }) => item);

describe('publishing', () => {
  test('stores the task in the partition of the token’s tenant and says where it can be followed', async () => {
    const { status, headers, body } = await publish();
    expect({ status, location: headers.location }).toEqual({ status: 202, location: `/tasks/${TASK_ID}` });
    expect(body).toEqual({ taskId: TASK_ID, taskType: 'address-label', items: 2 });
    expect(db.row('tasks', 'TENANT#tenant1', `TASK#${TASK_ID}`)).toMatchObject({
      status: 'created',
      itemCount: 2,
      context: { tenantCode: 'tenant1', userId: 'user1', requestId: 'request-1' },
    });
    expect((await read({ params: { taskId: TASK_ID } })).body).toMatchObject({ status: 'created' });
  });

  test('two tenants with the same key have a task each', async () => {
    await publish();
    await publish({ items: [address({ city: 'Osaka' })] }, { tenant: 'tenant2' });
    const tasks = db.rows('tasks').filter(({ sk }) => String(sk).startsWith('TASK#'));
    expect(tasks.map(({ pk, sk }) => [pk, sk])).toEqual([
      ['TENANT#tenant1', `TASK#${TASK_ID}`],
      ['TENANT#tenant2', `TASK#${keyedId('tenant2', 'key-1')}`],
    ]);
  });

  test('whoever names a tenant in the body is refused, and nothing is written', async () => {
    const answer = await publish({ tenantCode: 'tenant2' });
    expect(problem(answer).errors.map(({ at }) => at)).toEqual(['body.tenantCode']);
    expect(db.calls).toEqual([]);
  });

  test('again is the same task, whose items are not written again', async () => {
    const first = await publish();
    db.calls.length = 0;
    expect(await publish()).toEqual(first);
    expect(db.operations()).toEqual(['Update', 'Get']);
  });

  test.each([
    ['other items', { items: [address()] }],
    ['another type', { taskType: 'price-check', items: [{ order: 'ORDER#1', billed: 1 }] }],
  ])('%s under the same key are another request: it is refused, and nothing changes', async (_, overrides) => {
    await publish();
    const before = db.rows('tasks');
    const answer = await publish(overrides);
    expect([answer.status, problem(answer).type]).toEqual([422, 'urn:problem-type:idempotency-conflict']);
    expect(db.rows('tasks')).toEqual(before);
  });

  test('after a crash half-way is completed by a repeat', async () => {
    db.before = ({ operation }) => {
      if (operation === 'Put') throw awsError('ThrottlingException');
    };
    expect(await publish()).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    db.before = () => undefined;
    expect((await publish()).status).toBe(202);
    expect((await read({ params: { taskId: TASK_ID } })).status).toBe(200);
  });

  test.each<[string, object, string]>([
    ['a type nobody knows', { taskType: 'ship' }, 'body.taskType'],
    ['no items', { items: [] }, 'body.items'],
    ['10,001 items', { items: Array.from({ length: 10_001 }, () => address()) }, 'body.items'],
    ['a place in an item', { items: [address(), address({ iata: 7 })] }, 'body.items.1.iata'],
    ['a field nobody knows', { items: [address({ zip: '1' })] }, 'body.items.0.zip'],
    ['an item that is too large', { items: [address({ city: 'x'.repeat(ITEM_LIMIT_BYTES) })] }, 'body.items'],
  ])('%s is told with its place, and nothing is written', async (_, overrides, at) => {
    const answer = await publish(overrides);
    expect(answer.status).toBe(400);
    expect(problem(answer).errors.map((one) => one.at)).toEqual([at]);
    expect(db.calls).toEqual([]);
  });
});

describe('a task', () => {
  test('is told with its counts and times', async () => {
    storeTask(db, { itemCount: 4, status: 'processing' });
    db.put('tasks', progressRow({ succeeded: 2, failed: 1 }));
    expect((await read()).body).toEqual({
      taskId: 'task-1',
      taskType: 'address-label',
      status: 'processing',
      counts: { total: 4, succeeded: 2, failed: 1, timedOut: 0, pending: 1 },
      progress: 0.75,
      createdAt: '2025-01-01T00:00:00.000Z',
      startedAt: '2025-01-01T00:00:00.000Z',
    });
    expect(db.calls.map(({ input }) => input.ConsistentRead)).toEqual([true, true]);
  });

  test('that ended before its items were done tells by which error, but not what that says of roles and tables', async () => {
    const failure = { error: 'States.Runtime', cause: 'role/secret', executionArn: 'arn:secret', at: '' };
    storeTask(db, { status: 'failed', endedAt: '2025-01-02T00:00:00.000Z', failure });
    const { body } = await read();
    expect(body).toMatchObject({ status: 'failed', error: 'States.Runtime', endedAt: '2025-01-02T00:00:00.000Z' });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  test('that is not there, or is another tenant’s, is not found', async () => {
    storeTask(db);
    expect((await read({ params: { taskId: 'task-2' } })).status).toBe(404);
    expect((await read({ tenant: 'tenant2' })).status).toBe(404);
  });

  test.each(['a#b', 'x'.repeat(129)])('of the name %p is told as a mistake', async (taskId) => {
    expect(problem(await read({ params: { taskId } })).errors.map(({ at }) => at)).toEqual(['path.taskId']);
    expect(db.calls).toEqual([]);
  });
});

describe('the failed items', () => {
  test('come with their reasons, page by page, to an end', async () => {
    storeTask(db, { itemCount: 5 });
    db.put('tasks', progressRow({ failed: 3, succeeded: 2 }));
    for (let item = 1; item <= 5; item++) storeOutcome(item, item % 2 === 1 ? 'failed' : 'succeeded');
    const first = await failed({ limit: '2' });
    expect(first.body).toEqual({
      items: [1, 3].map((item) => ({
        item,
        error: 'AddressIncomplete',
        cause: `item ${item} has no city`,
        at: '2025-01-01T00:00:00.000Z',
      })),
      next: 5,
    });
    const last = await failed({ limit: '2', from: '5' });
    expect(itemsOf(last)).toEqual([5]);
    expect(last.body).not.toHaveProperty('next');
  });

  test('that failed by what runs them do not tell its cause, which names roles and tables', async () => {
    storeTask(db, { itemCount: 2 });
    await itemFailed(
      taskEvent({ ...itemFor(1), error: 'AccessDeniedException', cause: 'role/secret may not read' }, 'item_failed'),
    );
    await itemFailed(taskEvent({ ...itemFor(2), error: 'RetryItem', cause: 'no stock was told' }, 'item_failed'));
    const { body } = await failed();
    expect(body).toMatchObject({
      items: [
        { item: 1, error: 'AccessDeniedException', cause: expect.stringContaining('the log') },
        { item: 2, error: 'RetryItem', cause: 'no stock was told' },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  test('are not looked for where nothing failed', async () => {
    storeTask(db);
    expect((await failed()).body).toEqual({ items: [] });
    expect(db.operations()).toEqual(['Get', 'Get']);
  });

  test('that are few among many are found by going on: no page reads more than eight megabytes', async () => {
    storeTask(db, { itemCount: 9_000 });
    db.put('tasks', progressRow({ failed: 1, succeeded: 8_999 }));
    for (let item = 1; item <= 9_000; item++) storeOutcome(item, item === 9_000 ? 'failed' : 'succeeded');
    const first = await failed();
    expect(first.body).toEqual({ items: [], next: 8_001 });
    expect(db.operations().filter((one) => one === 'Query')).toHaveLength(8);
    expect(itemsOf(await failed({ from: '8001' }))).toEqual([9_000]);
  });

  test('of a task that is not there, or is another tenant’s, are not found', async () => {
    storeTask(db);
    db.put('tasks', progressRow({ failed: 1 }));
    storeOutcome(1, 'failed');
    expect((await failed({}, { params: { taskId: 'task-2' } })).status).toBe(404);
    expect((await failed({}, { tenant: 'tenant2' })).status).toBe(404);
  });

  test.each([
    [{ limit: '101' }, 'query.limit'],
    [{ limit: '0' }, 'query.limit'],
    [{ from: '10001' }, 'query.from'],
  ])('%p is told as a mistake', async (query, at) => {
    expect(problem(await failed(query)).errors.map((one) => one.at)).toEqual([at]);
  });
});
