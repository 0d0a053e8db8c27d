import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { undoInput } from './input';
import { orderLogKeys } from './keys';
import { reasonOf } from './reason';
import type { FinalStatus } from './statuses';
import { undoOrder } from './undo';

const env = environment('order/refund-order', ['ORDERS_TABLE', 'INVENTORY_TABLE', 'PAYMENTS_TABLE']);

/**
 * State `RefundOrder`: undoes what was done for the order, in reverse, and ends it. Where it comes after a `SaveToDynamoDB` whose answer
 * was lost, the order is confirmed already: it stays so, and the workflow goes on from there.
 *
 * @throws OrderMissing, StockContended, CorruptRow: a repeat or a redrive goes on where it was
 */
export const handler = stepFunctionsHandler({
  input: undoInput,
  keys: orderLogKeys,
  async run({ input: { outcome, error, cause, ...order } }): Promise<{ status: FinalStatus }> {
    const tables = { orders: env.ORDERS_TABLE, inventory: env.INVENTORY_TABLE, payments: env.PAYMENTS_TABLE };
    const status = await undoOrder(dynamodb, tables, order, outcome, reasonOf(outcome, error, cause));
    if (status !== 'confirmed') metrics.addMetric('OrdersUndone', MetricUnit.Count, 1);
    logger.info('order ended', { status, outcome, error, cause });
    return { status };
  },
});
