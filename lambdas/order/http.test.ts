import './fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { call, type FakeRequest } from '../fakes/http';
import { FakeStepFunctions } from '../fakes/step-functions';
import { type Operation, routeKey } from '../platform/http/operation';
import { executionName } from '../platform/start-workflow';
import { MACHINES_ARN } from './fakes/environment';
import { orderRow, storedOrder, TENANT } from './fakes/orders';
import { handler } from './http';
import { orderIdOf } from './keys';
import { operations } from './operations';

let db: FakeDynamoDB;
let sfn: FakeStepFunctions;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  sfn = new FakeStepFunctions().install();
});
afterEach(() => {
  jest.useRealTimers();
});

interface Asked extends FakeRequest {
  key?: string | undefined;
}
const byRoute = new Map(operations.map((declared) => [routeKey(declared), declared as Operation]));

async function ask(route: string, { key, ...request }: Asked = {}) {
  const declared = byRoute.get(route);
  if (!declared) throw new Error(`There is no operation ${route}.`);
  const { body, ...answer } = await call(handler, declared, { ...request, ...(key && { idempotencyKey: key }) });
  // biome-ignore lint/suspicious/noExplicitAny: a test that reads a member which the body lacks fails at that
  return { ...answer, body: body as any };
}
const BODY = { items: [{ sku: 'pen', quantity: 2 }], paymentToken: 'tok_visa' };
const ID = orderIdOf(TENANT, 'key-1');
const place = (overrides: Asked = {}) => ask('POST /orders', { key: 'key-1', body: BODY, ...overrides });

describe('POST /orders', () => {
  test('accepts an order, starts it, and says where it is', async () => {
    expect(await place()).toMatchObject({
      status: 202,
      headers: { location: `/orders/${ID}` },
      body: { orderId: ID, status: 'accepted', version: 1 },
    });
    expect(storedOrder(db, ID)).toMatchObject({ ...BODY, tenantCode: TENANT, status: 'accepted', version: 1 });
    expect(sfn.of('StartExecution')).toEqual([
      {
        stateMachineArn: `${MACHINES_ARN}order:live`,
        name: executionName('order', TENANT, ID),
        input: JSON.stringify({
          ...{ schemaVersion: 2, tenantCode: TENANT, orderId: ID, requestId: 'request-1' },
          items: BODY.items,
        }),
      },
    ]);
  });

  test('keeps the payment token out of the execution', async () => {
    await place();
    expect(JSON.stringify(sfn.calls)).not.toContain('tok_');
  });

  test('finds the order again under the same key, and starts nothing twice', async () => {
    await place();
    expect(await place()).toMatchObject({ status: 202, body: { orderId: ID, version: 1 } });
    expect(db.rows('orders')).toHaveLength(1);
    expect(sfn.executions.size).toBe(1);
  });

  test('does not start an order again that is further', async () => {
    await place();
    db.put('orders', { ...storedOrder(db, ID), status: 'confirmed', version: 5 });
    sfn.executions.clear();
    expect(await place()).toMatchObject({ status: 202, body: { status: 'confirmed', version: 5 } });
    expect(sfn.executions.size).toBe(0);
  });

  test('refuses another order under the same key', async () => {
    await place();
    const other = await place({ body: { ...BODY, paymentToken: 'tok_other' } });
    expect(other).toMatchObject({ status: 422, body: { type: 'urn:problem-type:idempotency-conflict' } });
    expect(storedOrder(db, ID)).toMatchObject({ paymentToken: 'tok_visa' });
  });

  test('gives the same key of another tenant an order of its own', async () => {
    await place();
    const { body } = await place({ tenant: 'tenant2' });
    expect(body.orderId).not.toBe(ID);
  });

  test.each([
    ['Put', 'before'],
    ['Put', 'after'],
    ['StartExecution', 'before'],
    ['StartExecution', 'after'],
  ] as const)(
    'is repeated where it died at %s, %s it was done: the order is there and started, once',
    async (operation, when) => {
      const fake = operation === 'Put' ? db : sfn;
      fake[when] = (call: { operation: string }) => {
        if (call.operation === operation) throw new Error('killed');
      };
      expect(await place()).toMatchObject({ status: 500 });
      fake[when] = () => undefined;
      expect(await place()).toMatchObject({ status: 202 });
      expect(db.rows('orders')).toHaveLength(1);
      expect(sfn.executions.size).toBe(1);
    },
  );

  test.each([
    [{ body: { ...BODY, items: [] } }, 'body.items'],
    [{ body: { ...BODY, items: [{ sku: 'a b', quantity: 1 }] } }, 'body.items.0.sku'],
    [{ body: { ...BODY, items: [...BODY.items, ...BODY.items] } }, 'body.items'],
    [{ body: { ...BODY, paymentToken: '4111111111111111' } }, 'body.paymentToken'],
    [{ body: BODY, key: undefined }, 'header.idempotency-key'],
  ])('refuses %j', async (wrong, at) => {
    const { status, body } = await ask('POST /orders', { key: 'key-1', ...(wrong as Asked) });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ at }]);
    expect(JSON.stringify(body)).not.toContain('4111');
  });
});

describe('GET /orders/{id}', () => {
  const read = (query?: Record<string, string>, id = 'order-1') =>
    ask('GET /orders/{id}', { params: { id }, ...(query && { query }) });
  beforeEach(() => db.put('orders', orderRow({ status: 'reserved', version: 3, amount: 300 })));

  test('shows an order, and neither its token nor its digest', async () => {
    const { status, body } = await read();
    expect(status).toBe(200);
    expect(body).toMatchObject({ orderId: 'order-1', status: 'reserved', ended: false, version: 3, amount: 300 });
    expect(JSON.stringify(body)).not.toMatch(/tok_|digest/);
  });

  test('reads what was just written', async () => {
    await read();
    expect(db.calls).toMatchObject([{ operation: 'Get', input: { ConsistentRead: true } }]);
  });

  test('waits for the version that the caller was told of', async () => {
    jest.useFakeTimers();
    const answer = read({ version: '4' });
    await jest.advanceTimersByTimeAsync(500);
    db.put('orders', orderRow({ status: 'paid', version: 4, amount: 300 }));
    await jest.advanceTimersByTimeAsync(500);
    expect(await answer).toMatchObject({ status: 200, body: { version: 4, status: 'paid' } });
  });

  test('says after two seconds that it has not come', async () => {
    jest.useFakeTimers();
    const answer = read({ version: '9' });
    await jest.advanceTimersByTimeAsync(2_500);
    expect(await answer).toMatchObject({
      status: 202,
      headers: { location: '/orders/order-1?version=9', 'retry-after': '1' },
      body: { orderId: 'order-1', version: 3 },
    });
  });

  test('does not wait for a version that an order at its end will never have', async () => {
    db.put('orders', orderRow({ status: 'rejected', version: 3, reason: 'no gum' }));
    expect(await read({ version: '9' })).toMatchObject({ status: 200, body: { ended: true, reason: 'no gum' } });
  });

  test('starts an order that a request left behind when it died', async () => {
    db.put('orders', orderRow());
    await read();
    expect([...sfn.executions.values()].map(({ name }) => name)).toEqual([executionName('order', TENANT, 'order-1')]);
  });

  test.each([{ acceptedAt: new Date().toISOString() }, { batched: true }, { status: 'validated' }])(
    'does not start an order with %j',
    async (row) => {
      db.put('orders', orderRow(row));
      await read();
      expect(sfn.calls).toEqual([]);
    },
  );

  test('knows no order of another tenant', async () => {
    const answer = await ask('GET /orders/{id}', { params: { id: 'order-1' }, tenant: 'tenant2' });
    expect(answer).toMatchObject({ status: 404, body: { type: 'urn:problem-type:not-found' } });
  });
});

describe('GET /orders', () => {
  beforeEach(() => {
    for (const day of [1, 2, 3, 4, 5]) {
      const orderId = `order-${day}`;
      db.put('orders', orderRow({ sk: `ORDER#${orderId}`, orderId, acceptedAt: `2025-01-0${day}T00:00:00.000Z` }));
    }
    db.put('orders', orderRow({ pk: 'TENANT#tenant2', tenantCode: 'tenant2' }));
  });

  test('lists the orders of the tenant, the newest first, page after page', async () => {
    const pages: string[][] = [];
    let next: string | undefined;
    do {
      const { body } = await ask('GET /orders', { query: { limit: '2', ...(next && { next }) } });
      pages.push(body.orders.map(({ orderId }: { orderId: string }) => orderId));
      next = body.next;
    } while (next);
    expect(pages).toEqual([['order-5', 'order-4'], ['order-3', 'order-2'], ['order-1']]);
  });

  test('begins at the newest where the page is another tenant’s', async () => {
    const { body } = await ask('GET /orders', { query: { limit: '2' }, tenant: 'tenant1' });
    const other = await ask('GET /orders', { query: { next: body.next }, tenant: 'tenant2' });
    expect(other.body.orders).toHaveLength(1);
  });

  test.each([
    { sk: '', acceptedAt: '' },
    { sk: 'INVOICE#1', acceptedAt: '2025-01-03T00:00:00.000Z' },
    { sk: 'ORDER#order-3', acceptedAt: 'then' },
  ])('begins at the newest where somebody has made up the page: %j', async (made) => {
    const next = Buffer.from(JSON.stringify({ pk: `TENANT#${TENANT}`, ...made })).toString('base64url');
    const { status, body } = await ask('GET /orders', { query: { limit: '1', next } });
    expect({ status, first: body.orders[0]?.orderId }).toEqual({ status: 200, first: 'order-5' });
  });

  test('is told to ask again where DynamoDB leaves rows unread', async () => {
    db.unprocessed = ['orders'];
    expect(await ask('GET /orders')).toMatchObject({ status: 503, headers: { 'retry-after': expect.any(String) } });
  });

  test.each(['0', '101', 'many'])('refuses %s orders a page', async (limit) => {
    expect(await ask('GET /orders', { query: { limit } })).toMatchObject({
      status: 400,
      body: { errors: [{ at: 'query.limit' }] },
    });
  });
});

describe('POST /order-batches', () => {
  const bodies = [BODY, { ...BODY, paymentToken: 'tok_declined' }, BODY];
  const batch = (orders: object[] = bodies) => ask('POST /order-batches', { key: 'key-1', body: { orders } });
  const started = () => sfn.of('StartExecution');

  test('accepts each order, and starts the batch alone', async () => {
    const { status, headers, body } = await batch();
    const name = executionName('order-batch', TENANT, 'key-1');
    expect({ status, headers, body }).toMatchObject({
      status: 202,
      headers: { location: `/executions/${name}` },
      body: { execution: name, orderIds: [0, 1, 2].map((place) => orderIdOf(TENANT, 'key-1', place)) },
    });
    expect(db.rows('orders')).toHaveLength(3);
    expect(started().map((one) => one.name)).toEqual([name]);
    const { orders } = JSON.parse(started()[0]?.input ?? '');
    expect(orders).toEqual(
      body.orderIds.map((orderId: string) => ({
        orderId,
        name: executionName('order', TENANT, orderId),
        items: BODY.items,
      })),
    );
  });

  test('is no order of the same key', async () => {
    await place();
    await batch();
    expect(db.rows('orders')).toHaveLength(4);
  });

  test('finds the same orders again, and starts nothing twice, also while they run and when they have ended', async () => {
    const first = await batch();
    db.put('orders', {
      ...db.rows('orders')[0],
      status: 'validated',
      version: 2,
      items: [{ sku: 'pen', quantity: 2, unitPrice: 100 }],
    });
    expect((await batch()).body).toEqual(first.body);
    for (const row of db.rows('orders')) db.put('orders', { ...row, status: 'confirmed' });
    sfn.executions.clear();
    expect((await batch()).body).toEqual(first.body);
    expect(sfn.executions.size).toBe(0);
  });

  test('leaves nothing behind where the key was another batch’s', async () => {
    await batch([BODY]);
    expect(await batch([BODY, BODY])).toMatchObject({ status: 422 });
    expect(db.rows('orders')).toHaveLength(1);
  });

  test('refuses an empty batch', async () => {
    expect(await batch([])).toMatchObject({ status: 400 });
  });
});
