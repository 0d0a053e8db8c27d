import * as z from 'zod/mini';
import { storableNumber } from '../../platform/storable-number';
import { processor } from './processor';

class OrderMissing extends Error {
  override readonly name = 'OrderMissing';
}

class PriceMismatch extends Error {
  override readonly name = 'PriceMismatch';
}

const priced = z.object({ total: z.number() });

/** Compares the total that somebody was billed with the total of the order itself. */
export const priceCheck = processor({
  item: z.strictObject({
    /** Sort key of the order: `ORDER#1`. */
    order: z.string().check(z.regex(/^ORDER#./, 'must be the sort key of an order, such as ORDER#1')),
    /** In the smallest unit of the tenant's currency. */
    billed: storableNumber.check(z.nonnegative()),
  }),
  async process({ order, billed }, { readEntity }) {
    const { data } = priced.safeParse(await readEntity(order));
    if (data === undefined) throw new OrderMissing(`there is no order ${order} with a total`);
    if (data.total !== billed) throw new PriceMismatch(`${order} was billed ${billed}, and its total is ${data.total}`);
    return { total: data.total };
  },
});
