import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CorruptRow } from '../platform/errors';
import type { OrderName } from './keys';
import { advanceOrder, readOrder } from './order-row';
import { PaymentProvider } from './payment-provider';
import { type FinalStatus, isFinal, OPEN_STATUSES, type UndoneStatus } from './statuses';
import { releaseStock, type StockTables } from './stock';

export interface OrderTables extends StockTables {
  readonly payments: string;
}

const REASON_LIMIT = 1_000;

/**
 * Undoes what was done for an order, in reverse: claims it, gives the payment back, gives the stock back, writes how it ended. It can
 * be called at any time, by several at once, and again after it died at any point.
 *
 * The claim (`cancelling`) comes first, under the condition that the order is still open. From then on no step of the order has an
 * effect any more, since each has a condition on the order's row or on the payment's: also not one that is still running in a
 * function that everybody has given up. And an order that is `confirmed` can't be claimed: it stays so.
 *
 * @param outcome how the order is to end; the first claim decides
 * @returns how the order has ended
 * @throws OrderMissing; StockContended and CorruptRow of {@link releaseStock}
 */
export async function undoOrder(
  client: DynamoDBDocumentClient,
  tables: OrderTables,
  order: OrderName,
  outcome: UndoneStatus,
  reason: string,
): Promise<FinalStatus> {
  const claim = { outcome, reason: reason.slice(0, REASON_LIMIT) };
  const claimed = await advanceOrder(client, tables.orders, order, OPEN_STATUSES, 'cancelling', claim);
  const row = claimed ? undefined : await readOrder(client, tables.orders, order);
  if (row && isFinal(row.status)) return row.status;
  const end = row ? row.outcome : outcome;
  if (end === undefined) throw new CorruptRow(`order ${order.orderId} is cancelling and has no outcome`);
  await new PaymentProvider(client, tables.payments).refund(order);
  await releaseStock(client, tables, order);
  // Where the status is another one by now, somebody else has undone the order to its end: the same, by the claim.
  await advanceOrder(client, tables.orders, order, ['cancelling'], end, { endedAt: new Date().toISOString() });
  return end;
}
