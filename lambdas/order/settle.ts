import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { badEndHandler } from '../platform/bad-end-handler';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import { sns } from '../platform/sns';
import { executionName } from '../platform/start-workflow';
import type { StatusChange } from '../platform/status-change';
import { announceOrder } from './announce';
import { orderInput } from './input';
import { orderLogKeys } from './keys';
import { reasonOf } from './reason';
import { undoOrder } from './undo';

const env = environment('order/settle', ['ORDERS_TABLE', 'INVENTORY_TABLE', 'PAYMENTS_TABLE', 'TOPIC_ARN']);

/** The error with which the state `ErrorState` ends an execution whose order is at its end, and was announced. */
const ORDER_FAILED = 'OrderFailed';

/**
 * Ends an order whose execution failed, timed out or was stopped: nobody works for it any more, so that nothing may be kept for it. An
 * order that is confirmed stays confirmed; it is announced, and what else its execution had to do is for a redrive. Any other is
 * undone and has `failed`.
 *
 * A redrive that begins while this runs, or comes after it, finds the order settled and has no effect.
 *
 * @throws what `undoOrder` throws, and SNS's errors: Lambda repeats it, then the event lies in the queue of failures
 */
export const handler = badEndHandler(settle);

async function settle({ detail }: StatusChange, input: unknown): Promise<void> {
  const { status } = detail;
  const order = orderInput.safeParse(input).data;
  if (order === undefined || executionName('order', order.tenantCode, order.orderId) !== detail.name) {
    logger.error('this execution belongs to no order: it was not started by order/http', { status });
    return;
  }
  logger.appendKeys(orderLogKeys(order));
  const error = detail.error ?? status;
  const tables = { orders: env.ORDERS_TABLE, inventory: env.INVENTORY_TABLE, payments: env.PAYMENTS_TABLE };
  const end = await undoOrder(dynamodb, tables, order, 'failed', reasonOf('failed', error));
  if (detail.error !== ORDER_FAILED) await announceOrder(sns, env.TOPIC_ARN, order, end);
  metrics.addMetric('OrdersSettled', MetricUnit.Count, 1);
  logger.warn('the execution ended badly; its order is settled', { order: end, error, cause: detail.cause, status });
}
