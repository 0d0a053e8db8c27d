import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { describeExecution } from '../platform/executions';
import { logger, metrics } from '../platform/observability';
import { parseJson } from '../platform/parse-json';
import { sfn } from '../platform/sfn';
import { sns } from '../platform/sns';
import { executionName } from '../platform/start-workflow';
import { endedBadly, type StatusChange } from '../platform/status-change';
import { statusChangeHandler } from '../platform/status-change-handler';
import { announceOrder } from './announce';
import { type OrderInput, orderInput } from './input';
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
 * Events come late and twice. One that is older than the execution's latest redrive is old news. A redrive that begins while this
 * runs, or comes after it, finds the order settled and has no effect.
 *
 * @throws what `undoOrder` throws, and SNS's errors: Lambda repeats it, then the event lies in the queue of failures
 */
export const handler = statusChangeHandler('settle', settle);

async function settle({ detail }: StatusChange): Promise<void> {
  const { executionArn, status } = detail;
  if (!endedBadly(status)) return;
  const execution = await describeExecution(sfn, executionArn);
  const redrives = detail.redriveCount ?? execution?.redriveCount ?? 0;
  if (execution !== undefined && (execution.status !== 'ended' || execution.redriveCount > redrives)) {
    logger.info('the execution was redriven since', { status });
    return;
  }
  const order = readInput(detail.input ?? execution?.input);
  if (order === undefined || executionName('order', order.tenantCode, order.orderId) !== detail.name) {
    logger.error('this execution belongs to no order: it was not started by order/http', { status });
    return;
  }
  logger.appendKeys(orderLogKeys(order));
  const error = detail.error ?? status;
  const tables = { orders: env.ORDERS_TABLE, inventory: env.INVENTORY_TABLE, payments: env.PAYMENTS_TABLE };
  const end = await undoOrder(dynamodb, tables, order, 'failed', reasonOf(error, detail.cause));
  if (detail.error !== ORDER_FAILED) await announceOrder(sns, env.TOPIC_ARN, order, end);
  metrics.addMetric('OrdersSettled', MetricUnit.Count, 1);
  logger.warn('the execution ended badly; its order is settled', { order: end, error, status });
}

function readInput(input: string | undefined): OrderInput | undefined {
  return orderInput.safeParse(parseJson(input ?? '')).data;
}
