import type { FakeDynamoDB } from '../../fakes/dynamodb';
import type { Item } from '../../fakes/expressions';
import { executionName } from '../../platform/start-workflow';
import { articleKey, orderRowKey, paymentKey, reservationKey } from '../keys';
import { MACHINES_ARN } from './environment';

export const TENANT = 'tenant1';
const order = { tenantCode: TENANT, orderId: 'order-1' };
export const EXECUTION_NAME = executionName('order', TENANT, order.orderId);
export const EXECUTION_ARN = `${MACHINES_ARN.replace(':stateMachine:', ':execution:')}order:${EXECUTION_NAME}`;

export function inputFor(overrides: Item = {}) {
  return {
    schemaVersion: 2 as const,
    ...order,
    requestId: 'request-1',
    items: [
      { sku: 'pen', quantity: 2 },
      { sku: 'ink', quantity: 1 },
    ],
    ...overrides,
  };
}

/** What an execution of the version before hands to handlers. */
export function firstInput() {
  return { schemaVersion: 1 as const, ...order, requestId: 'request-1', sku: 'pen', quantity: 3 };
}

export function orderRow(overrides: Item = {}): Item {
  const { schemaVersion: _, ...rest } = inputFor();
  return {
    ...orderRowKey(order),
    ...rest,
    paymentToken: 'tok_visa',
    digest: 'digest',
    status: 'accepted',
    version: 1,
    acceptedAt: '2025-01-01T00:00:00.000Z',
    changedAt: '2025-01-01T00:00:00.000Z',
    ...overrides,
  };
}

/** Puts articles into the catalogue: their stock, and a price of 100 each. */
export function stockArticles(db: FakeDynamoDB, stock: Readonly<Record<string, number>>): void {
  for (const [sku, count] of Object.entries(stock)) {
    db.put('inventory', { ...articleKey(TENANT, sku), stock: count, unitPrice: 100 });
  }
}

const rowOf = (db: FakeDynamoDB, table: string, { pk, sk }: { pk: string; sk: string }) => db.row(table, pk, sk);
export const storedOrder = (db: FakeDynamoDB, orderId = order.orderId) =>
  rowOf(db, 'orders', orderRowKey({ ...order, orderId }));
export const storedPayment = (db: FakeDynamoDB, orderId = order.orderId) =>
  rowOf(db, 'payments', paymentKey({ ...order, orderId }));
export const storedReservation = (db: FakeDynamoDB, orderId = order.orderId) =>
  rowOf(db, 'inventory', reservationKey({ ...order, orderId }));
export const stockOf = (db: FakeDynamoDB, sku: string) => rowOf(db, 'inventory', articleKey(TENANT, sku))?.stock;

/** What EventBridge tells of an execution. */
export function statusChange(detail: Item = {}) {
  return {
    time: '2025-01-01T00:05:00Z',
    detail: {
      executionArn: EXECUTION_ARN,
      name: EXECUTION_NAME,
      status: 'ABORTED',
      input: JSON.stringify(inputFor()),
      error: null,
      cause: null,
      redriveCount: 0,
      ...detail,
    },
  };
}
