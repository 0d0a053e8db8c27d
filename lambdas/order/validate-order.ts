import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { quoteOrder } from './catalogue';
import { OrderSettled } from './errors';
import { type OrderInput, orderInput } from './input';
import { orderLogKeys } from './keys';
import { advanceOrder, readOrder } from './order-row';
import { isFinal } from './statuses';

const env = environment('order/validate-order', ['ORDERS_TABLE', 'INVENTORY_TABLE']);

/** What the states after it go by. */
export interface ValidatedOrder extends OrderInput {
  /** In the smallest unit of the currency. */
  amount: number;
  inventory: { inStock: boolean };
}

/**
 * State `ValidateOrder`: looks the articles up, writes their prices and the amount on the order's row, and says whether there is enough
 * of each. Prices are those of the first run: a repeat changes none.
 *
 * @throws OrderRejected naming what is wrong with the articles; OrderMissing; OrderSettled when the order is at its end
 */
export const handler = stepFunctionsHandler({
  input: orderInput,
  keys: orderLogKeys,
  async run({ input }): Promise<ValidatedOrder> {
    const before = await readOrder(dynamodb, env.ORDERS_TABLE, input);
    if (before.status === 'cancelling' || isFinal(before.status)) throw new OrderSettled(input, before.status);
    const { items, amount, inStock } = await quoteOrder(dynamodb, env.INVENTORY_TABLE, input, input.items);
    const prices = { items: [...items], amount };
    if (await advanceOrder(dynamodb, env.ORDERS_TABLE, input, ['accepted'], 'validated', prices)) {
      return { ...input, amount, inventory: { inStock } };
    }
    const row = await readOrder(dynamodb, env.ORDERS_TABLE, input);
    if (row.amount === undefined) throw new OrderSettled(input, row.status);
    return { ...input, amount: row.amount, inventory: { inStock } };
  },
});
