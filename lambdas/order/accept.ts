import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { idempotencyConflict } from '../platform/http/idempotency';
import { type Machines, startWorkflow } from '../platform/start-workflow';
import { type OrderInput, type OrderItem, SCHEMA_VERSION } from './input';
import { type OrderName, orderRowKey } from './keys';
import { readOrder } from './order-row';
import { type OrderRow, parseOrderRow } from './rows';

/** An order as a caller places it. */
export interface PlacedOrder {
  readonly items: readonly OrderItem[];
  readonly paymentToken: string;
}

export interface Acceptance extends OrderName, PlacedOrder {
  readonly requestId: string;
  /** {@link digestOf} of the whole request. */
  readonly digest: string;
  /** Whether a batch starts it. */
  readonly batched?: boolean;
}

/** Tells a repeat of a request from another request under the same key. The body has passed its schema, so that its fields have one order. */
export function digestOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('base64url');
}

/**
 * Writes the row of an order, once: version 1, `accepted`. A repeat finds what is there.
 *
 * @returns the row as it is now
 * @throws Problem `idempotency-conflict` when another request has the same key
 */
export async function acceptOrder(
  client: DynamoDBDocumentClient,
  table: string,
  { batched, ...order }: Acceptance,
): Promise<OrderRow> {
  const now = new Date().toISOString();
  const row = {
    ...order,
    items: [...order.items],
    status: 'accepted',
    version: 1,
    acceptedAt: now,
    changedAt: now,
    ...(batched && { batched }),
  };
  const put = new PutCommand({
    TableName: table,
    Item: { ...orderRowKey(order), ...row },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  if (await ifConditionHolds(client.send(put))) return parseOrderRow(row);
  const found = await readOrder(client, table, order);
  if (found.digest === order.digest) return found;
  throw idempotencyConflict();
}

/** Starts the execution of an order that is accepted and no more: one that is further has one. A repeat starts nothing. */
export async function startOrder(machines: Machines, row: OrderRow): Promise<void> {
  if (row.status === 'accepted') await startWorkflow(machines, 'order', inputOf(row), row.orderId);
}

/** From the row alone, so that a repeat gives the same. */
function inputOf({ tenantCode, orderId, requestId, items }: OrderRow): OrderInput {
  return { schemaVersion: SCHEMA_VERSION, tenantCode, orderId, requestId, items };
}
