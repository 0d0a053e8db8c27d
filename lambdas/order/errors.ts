import type { OrderName } from './keys';
import type { OrderStatus } from './statuses';

/**
 * The errors of the order workflow. `name` is what the state machine matches, so it is set by hand: a minified class would carry
 * another.
 */
const the = ({ orderId, tenantCode }: OrderName) => `order ${orderId} of tenant ${tenantCode}`;

/** The order's row is not there: it was deleted, or the execution was started by hand. */
export class OrderMissing extends Error {
  override readonly name = 'OrderMissing';
  constructor(order: OrderName) {
    super(`there is no row of ${the(order)}. Was the execution started by hand, or the row deleted?`);
  }
}

/** The order has come to its end, or is being undone: nothing is done for it any more. */
export class OrderSettled extends Error {
  override readonly name = 'OrderSettled';
  constructor(order: OrderName, status: OrderStatus) {
    super(`${the(order)} is ${status}: nothing more is done for it. A new order needs a new Idempotency-Key.`);
  }
}

/** The order can't be accepted as it is: an article that is not in the catalogue, or another price than the caller takes for true. */
export class OrderRejected extends Error {
  override readonly name = 'OrderRejected';
}

/** Other orders took the stock between the look at it and the reservation. */
export class OutOfStock extends Error {
  override readonly name = 'OutOfStock';
  constructor(order: OrderName, skus: readonly string[]) {
    super(`there is too little stock of ${skus.join(', ')} for ${the(order)}`);
  }
}

/** Orders of the same article met in the same moment, again and again. A retry with backoff helps. */
export class StockContended extends Error {
  override readonly name = 'StockContended';
}

/** The payment was declined: the same token would be declined again. */
export class PaymentFailed extends Error {
  override readonly name = 'PaymentFailed';
  constructor(order: OrderName) {
    super(`the payment of ${the(order)} was declined`);
  }
}

/** DynamoDB answers some reads of a page and not the others, again and again. */
export class OrdersThrottled extends Error {
  override readonly name = 'OrdersThrottled';
  constructor(table: string, reads: number) {
    super(`DynamoDB left rows of ${table} unread ${reads} times: it is throttled. Ask again in a while.`);
  }
}
