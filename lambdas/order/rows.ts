import * as z from 'zod/mini';
import { CorruptRow } from '../platform/errors';
import { describeIssues } from '../platform/issues';
import { orderItem } from './input';
import { orderId, tenantCode } from './keys';
import { ORDER_STATUSES, UNDONE_STATUSES } from './statuses';

const count = z.int().check(z.nonnegative());

const orderRow = z.object({
  tenantCode,
  orderId,
  requestId: z.string(),
  status: z.enum(ORDER_STATUSES),
  /** 1 when the order is accepted; one more with each change. */
  version: z.int().check(z.minimum(1)),
  /** With the prices of the catalogue, from `validated` on. */
  items: z.array(orderItem),
  /** What the payment provider's page gave the caller in place of a card. */
  paymentToken: z.string(),
  /** Hash of the request: tells a repeat from another request under the same key. */
  digest: z.string(),
  /** Whether a batch starts the order. */
  batched: z.optional(z.boolean()),
  /** ISO 8601, as all times here. */
  acceptedAt: z.string(),
  changedAt: z.string(),
  /** In the smallest unit of the currency. */
  amount: z.optional(count),
  approvedBy: z.optional(z.string()),
  /** How the order is to end, from `cancelling` on. */
  outcome: z.optional(z.enum(UNDONE_STATUSES)),
  /** Why it ends so. */
  reason: z.optional(z.string()),
});
/** The order: what it is, how far it has come, and which steps of it are done. */
export type OrderRow = z.infer<typeof orderRow>;

const articleRow = z.object({ stock: count, unitPrice: count });
/** Price and stock of an article. */
export type ArticleRow = z.infer<typeof articleRow>;

const reservationRow = z.object({
  status: z.enum(['held', 'released']),
  items: z.array(z.object({ sku: z.string(), quantity: z.int() })),
});
/** What an order took from the stock, and whether it was given back. */
export type ReservationRow = z.infer<typeof reservationRow>;

const paymentRow = z.object({ status: z.enum(['taken', 'declined', 'refunded', 'cancelled']) });
export type PaymentRow = z.infer<typeof paymentRow>;

/** @throws CorruptRow naming the row and the attribute that is not as this project writes it */
function parseRow<S extends z.ZodMiniType>(schema: S, item: Record<string, unknown>): z.infer<S> {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data as z.infer<S>;
  throw new CorruptRow(`row ${item.pk} / ${item.sk}: ${describeIssues(parsed.error)}`);
}

export const parseOrderRow = (item: Record<string, unknown>) => parseRow(orderRow, item);
export const parseArticleRow = (item: Record<string, unknown>) => parseRow(articleRow, item);
export const parseReservationRow = (item: Record<string, unknown>) => parseRow(reservationRow, item);
export const parsePaymentRow = (item: Record<string, unknown>) => parseRow(paymentRow, item);
