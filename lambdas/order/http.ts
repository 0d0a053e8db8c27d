import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { busy, httpHandler, route } from '../platform/http/handler';
import { NOT_FOUND, Problem } from '../platform/http/problem';
import { sfn } from '../platform/sfn';
import { executionName, startWorkflow } from '../platform/start-workflow';
import { type Acceptance, acceptOrder, digestOf, startOrder } from './accept';
import { OrderMissing, OrdersThrottled } from './errors';
import { orderIdOf } from './keys';
import { listOrders } from './list-orders';
import { createOrder, createOrderBatch, getOrder, listOrdersOperation } from './operations';
import { readVersion } from './read-version';
import type { OrderRow } from './rows';
import { isFinal } from './statuses';

const env = environment('order/http', ['ORDERS_TABLE', 'ORDERS_INDEX', 'MACHINES_ARN', 'TENANT_CLAIM']);
const machines = { client: sfn, arnPrefix: env.MACHINES_ARN };

/** An order that is `accepted` for longer was written by a request that died before it started it. */
const STARTED_WITHIN_MS = 10_000;
const PAGE_ORDERS = 20;

/** The row comes first, then the execution, then the answer: who got none repeats the request, and that starts what was not started. */
const create = route(createOrder, async ({ body, caller: { tenantCode, requestId }, idempotencyKey }) => {
  const orderId = orderIdOf(tenantCode, idempotencyKey);
  const row = await accept({ tenantCode, orderId, requestId, ...body, digest: digestOf(body) });
  await startOrder(machines, row);
  const location = `/orders/${orderId}`;
  return { status: 202, headers: { location }, body: { orderId, status: row.status, version: row.version } };
});

const read = route(getOrder, async ({ params: { id }, query: { version = 1 }, caller: { tenantCode } }) => {
  const order = { tenantCode, orderId: id };
  const row = await readVersion(dynamodb, env.ORDERS_TABLE, order, version).catch((error: unknown) => {
    if (error instanceof OrderMissing) throw new Problem(NOT_FOUND, `there is no order "${id}" of yours`);
    throw error;
  });
  if (!row.batched && Date.parse(row.acceptedAt) < Date.now() - STARTED_WITHIN_MS) await startOrder(machines, row);
  if (row.version < version && !isFinal(row.status)) {
    const headers = { location: `/orders/${id}?version=${version}`, 'retry-after': '1' };
    return { status: 202, headers, body: { orderId: id, status: row.status, version: row.version } };
  }
  return { status: 200, body: view(row) };
});

const list = route(listOrdersOperation, async ({ query: { limit = PAGE_ORDERS, next }, caller: { tenantCode } }) => {
  const place = { table: env.ORDERS_TABLE, index: env.ORDERS_INDEX };
  const page = await listOrders(dynamodb, place, tenantCode, limit, next).catch((error: unknown) => {
    throw error instanceof OrdersThrottled ? busy() : error;
  });
  return { status: 200, body: { orders: page.orders.map(view), next: page.next } };
});

/** The first row is written alone: with it the key is this request's, and a conflict leaves nothing behind. */
const createBatch = route(createOrderBatch, async ({ body, caller: { tenantCode, requestId }, idempotencyKey }) => {
  const digest = digestOf(body);
  const [first, ...others] = body.orders.map((order, place) => {
    const orderId = orderIdOf(tenantCode, idempotencyKey, place);
    return () => accept({ tenantCode, orderId, requestId, ...order, digest, batched: true });
  });
  const rows = first ? [await first(), ...(await Promise.all(others.map((acceptNext) => acceptNext())))] : [];
  const orders = rows.map(({ orderId, items }, place) => ({
    orderId,
    name: executionName('order', tenantCode, orderId),
    items: body.orders[place]?.items ?? items,
  }));
  const execution = executionName('order-batch', tenantCode, idempotencyKey);
  // Where no order is `accepted` any more, the batch was started, however long ago.
  if (rows.some(({ status }) => status === 'accepted')) {
    await startWorkflow(machines, 'order-batch', { schemaVersion: 1, tenantCode, requestId, orders }, idempotencyKey);
  }
  const location = `/executions/${execution}`;
  return { status: 202, headers: { location }, body: { execution, orderIds: orders.map(({ orderId }) => orderId) } };
});

export const handler = httpHandler([create, read, list, createBatch], { tenantClaim: env.TENANT_CLAIM });

function accept(order: Acceptance): Promise<OrderRow> {
  return acceptOrder(dynamodb, env.ORDERS_TABLE, order);
}

function view({ orderId, status, version, items, amount, reason, approvedBy, acceptedAt, changedAt }: OrderRow) {
  return {
    orderId,
    status,
    ended: isFinal(status),
    version,
    items,
    amount,
    reason,
    approvedBy,
    acceptedAt,
    changedAt,
  };
}
