import * as z from 'zod/mini';
import { keyedId } from '../platform/http/request-key';

/** `#` parts the names in a key, and NUL those in a hash: neither may stand in one. */
export const tenantCode = z.string().check(z.regex(/^[^#\0]{1,256}$/, 'must be 1–256 characters without # and NUL'));
export const orderId = z.string().check(z.regex(/^[\w-]{1,64}$/, 'must be 1–64 letters, digits, _ and -'));
export const sku = z.string().check(z.regex(/^[\w.-]{1,64}$/, 'must be 1–64 letters, digits, dots, _ and -'));

/** An order by its name. */
export interface OrderName {
  readonly tenantCode: string;
  readonly orderId: string;
}

export interface OrderKey {
  readonly pk: string;
  readonly sk: string;
}

/** Key of the order's row in `orders`. */
export function orderRowKey({ tenantCode, orderId }: OrderName): OrderKey {
  return { pk: `TENANT#${tenantCode}`, sk: `ORDER#${orderId}` };
}

/** Key of the row in `inventory` that holds price and stock of an article. */
export function articleKey(tenantCode: string, sku: string): OrderKey {
  return { pk: `TENANT#${tenantCode}`, sk: `SKU#${sku}` };
}

/** Key of the row in `inventory` that says what stock an order holds. */
export function reservationKey({ tenantCode, orderId }: OrderName): OrderKey {
  return { pk: `TENANT#${tenantCode}`, sk: `RESERVATION#${orderId}` };
}

/** Key of the row in `payments`. */
export function paymentKey({ tenantCode, orderId }: OrderName): OrderKey {
  return { pk: `TENANT#${tenantCode}`, sk: `PAYMENT#${orderId}` };
}

/**
 * The id of the order that a request makes: it follows from what the caller calls the request, so that a repeat finds the same order.
 *
 * @param place of the order in a batch, counted from 0; none for a single order
 */
export function orderIdOf(tenantCode: string, idempotencyKey: string, place?: number): string {
  return keyedId(tenantCode, place === undefined ? idempotencyKey : `batch\0${idempotencyKey}\0${place}`);
}

/** Log keys of an order, as people search for them. */
export function orderLogKeys({ tenantCode, orderId, requestId }: OrderName & { readonly requestId: string }) {
  return { order: orderId, tenant: tenantCode, request: requestId };
}
