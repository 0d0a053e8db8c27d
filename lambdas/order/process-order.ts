import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { metrics } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { OrderSettled } from './errors';
import { orderInput } from './input';
import { orderLogKeys } from './keys';
import { readOrder } from './order-row';
import { OPEN_STATUSES, type OrderStatus } from './statuses';
import { reserveStock } from './stock';

const env = environment('order/process-order', ['ORDERS_TABLE', 'INVENTORY_TABLE']);

/** Statuses of an order that holds its stock. */
const RESERVED: readonly OrderStatus[] = OPEN_STATUSES.slice(OPEN_STATUSES.indexOf('reserved'));

/**
 * State `ProcessOrder`: reserves the order's articles.
 *
 * @throws OutOfStock when others were faster; StockContended; OrderMissing; OrderSettled when the order is being undone
 */
export const handler = stepFunctionsHandler({
  input: orderInput,
  keys: orderLogKeys,
  async run({ input }): Promise<{ reserved: true }> {
    const tables = { orders: env.ORDERS_TABLE, inventory: env.INVENTORY_TABLE };
    if (await reserveStock(dynamodb, tables, input, input.items)) {
      metrics.addMetric('OrdersReserved', MetricUnit.Count, 1);
      return { reserved: true };
    }
    const { status } = await readOrder(dynamodb, env.ORDERS_TABLE, input);
    if (RESERVED.includes(status)) return { reserved: true };
    throw new OrderSettled(input, status);
  },
});
