import * as z from 'zod/mini';
import { earlier, versionedInput } from '../platform/versioned-input';
import { orderId, sku, tenantCode } from './keys';
import { UNDONE_STATUSES } from './statuses';

/** Version of the inputs that are started now. `inputs/` holds one of each version that there was. */
export const SCHEMA_VERSION = 2;

/** The most lines of an order: a reservation of them all is one transaction of 100 actions at most. */
export const MOST_ITEMS = 20;

const quantity = z.int().check(z.minimum(1), z.maximum(10_000));
const text = z.string().check(z.minLength(1));

/** A line of an order. */
export const orderItem = z.object({
  sku,
  quantity,
  /** What the caller takes for the price of one, in the smallest unit of the currency: another price rejects the order. */
  unitPrice: z.optional(z.int().check(z.nonnegative(), z.maximum(1_000_000_000))),
});
export type OrderItem = z.infer<typeof orderItem>;

export const orderItems = z.array(orderItem).check(
  z.minLength(1),
  z.maxLength(MOST_ITEMS),
  z.refine((items) => new Set(items.map((item) => item.sku)).size === items.length, 'must name each sku once'),
);

/** Which order, and what is ordered. The token of the payment stays on the order's row. */
const newest = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  tenantCode,
  orderId,
  requestId: text,
  items: orderItems,
});
export type OrderInput = z.infer<typeof newest>;

/** Version 1 had one article per order. */
const first = z.object({ schemaVersion: z.literal(1), tenantCode, orderId, requestId: text, sku, quantity });

function upgrade({ sku, quantity, ...rest }: z.infer<typeof first>): OrderInput {
  return { ...rest, schemaVersion: SCHEMA_VERSION, items: [{ sku, quantity }] };
}

/** The input of the workflow `order`, and what its states hand on from one to the next. */
export const orderInput = versionedInput(SCHEMA_VERSION, newest, earlier(1, first, upgrade));

const undoing = {
  /** How the order is to end. */
  outcome: z.enum(UNDONE_STATUSES),
  /** What a Catch has seen; a failure that gives no cause has null. */
  error: z.nullish(z.string()),
  cause: z.nullish(z.string()),
};

/** What the states before `RefundOrder` add to it. */
export const undoInput = versionedInput(
  SCHEMA_VERSION,
  z.extend(newest, undoing),
  earlier(1, z.extend(first, undoing), ({ outcome, error, cause, ...rest }) => ({
    ...upgrade(rest),
    outcome,
    error,
    cause,
  })),
);

/** An order of a batch, and the name of its execution. */
interface BatchedOrder {
  readonly orderId: string;
  readonly name: string;
  readonly items: readonly OrderItem[];
}

declare module '../platform/start-workflow' {
  interface WorkflowInputs {
    order: OrderInput;
    'order-batch': { readonly orders: readonly BatchedOrder[] };
  }
}
