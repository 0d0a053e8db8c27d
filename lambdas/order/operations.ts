import * as z from 'zod/mini';
import { operation } from '../platform/http/operation';
import { IDEMPOTENCY_CONFLICT, NOT_FOUND } from '../platform/http/problem';
import { orderItem, orderItems } from './input';
import { orderId } from './keys';
import { FINAL_STATUSES, ORDER_STATUSES } from './statuses';

/** The most orders of a batch: with the most lines each they fit into the input of an execution. */
export const MOST_ORDERS = 50;

/** A whole number above 0, as the text that a query holds. */
const wholeNumber = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,8}$/, 'must be a whole number above 0')),
  z.transform(Number),
);
const pageSize = z.pipe(
  z.string().check(z.regex(/^([1-9]|[1-9]\d|100)$/, 'must be a whole number from 1 to 100')),
  z.transform(Number),
);

export const placedOrder = z.object({
  items: orderItems,
  paymentToken: z
    .string()
    .check(z.regex(/^tok_\w{1,128}$/, 'must be a token of the payment provider, which begins with tok_')),
});

const accepted = z.object({ orderId, status: z.enum(ORDER_STATUSES), version: z.int() });

export const orderView = z.object({
  orderId,
  status: z.enum(ORDER_STATUSES),
  /** Whether the order has come to its end. */
  ended: z.boolean(),
  version: z.int(),
  items: z.array(orderItem),
  /** In the smallest unit of the currency; from `validated` on. */
  amount: z.optional(z.int()),
  /** Why it was not fulfilled. */
  reason: z.optional(z.string()),
  approvedBy: z.optional(z.string()),
  acceptedAt: z.string(),
  changedAt: z.string(),
});

export const createOrder = operation({
  operationId: 'createOrder',
  method: 'POST',
  path: '/orders',
  summary: 'Places an order',
  description:
    'Prices are those of the catalogue. The order is accepted, and what becomes of it is told under `location`.',
  access: 'jwt',
  idempotent: true,
  body: placedOrder,
  answers: {
    202: { description: 'The order is accepted', body: accepted, headers: { location: 'Where the order is' } },
  },
  problems: [IDEMPOTENCY_CONFLICT],
});

export const getOrder = operation({
  operationId: 'getOrder',
  method: 'GET',
  path: '/orders/{id}',
  summary: 'How an order stands',
  description: `An order has ended with one of: ${FINAL_STATUSES.join(', ')}.`,
  access: 'jwt',
  params: z.object({ id: orderId }),
  query: z.object({
    /** The answer waits for this version of the order, for two seconds at the most. */
    version: z.optional(wholeNumber),
  }),
  answers: {
    200: { description: 'The order, as it is now', body: orderView },
    202: {
      description: 'The order has not come to the version yet: ask again',
      body: accepted,
      headers: { location: 'Where to ask again', 'retry-after': 'After so many seconds' },
    },
  },
  problems: [NOT_FOUND],
});

export const listOrdersOperation = operation({
  operationId: 'listOrders',
  method: 'GET',
  path: '/orders',
  summary: 'The orders of the tenant, the newest first',
  access: 'jwt',
  query: z.object({ limit: z.optional(pageSize), next: z.optional(z.string().check(z.maxLength(1_024))) }),
  answers: {
    200: {
      description: 'A page of orders',
      body: z.object({
        orders: z.array(orderView),
        /** To be given as `next` for the following page; none at the end. */
        next: z.optional(z.string()),
      }),
    },
  },
});

export const createOrderBatch = operation({
  operationId: 'createOrderBatch',
  method: 'POST',
  path: '/order-batches',
  summary: 'Places several orders at once',
  description:
    'Each order has an end of its own. The output of the execution under `location` counts them by their ends.',
  access: 'jwt',
  idempotent: true,
  body: z.object({ orders: z.array(placedOrder).check(z.minLength(1), z.maxLength(MOST_ORDERS)) }),
  answers: {
    202: {
      description: 'The orders are accepted',
      body: z.object({ execution: z.string(), orderIds: z.array(orderId) }),
      headers: { location: 'Where the execution of the batch is' },
    },
  },
  problems: [IDEMPOTENCY_CONFLICT],
});

export const operations = [createOrder, getOrder, listOrdersOperation, createOrderBatch];
