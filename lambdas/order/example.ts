import { isDeepStrictEqual } from 'node:util';
import type { Example } from '../platform/example';
import type { PlacedOrder } from './accept';
import { ExampleApprover } from './example-approver';
import { ExampleShop } from './example-shop';
import { DECLINED_TOKEN } from './payment-provider';
import type { FinalStatus } from './statuses';

const order = (sku: string, quantity: number, paymentToken = 'tok_example'): PlacedOrder => ({
  items: [{ sku, quantity }],
  paymentToken,
});

/** What is ordered, and how it is to end. */
const ORDERS: readonly (readonly [end: FinalStatus, order: PlacedOrder])[] = [
  ['confirmed', order('pen', 2)],
  ['backordered', order('ink', 1)],
  ['payment-failed', order('pen', 3, DECLINED_TOKEN)],
];

const BATCH = [order('pen', 1), order('pen', 1), order('pen', 1), order('ink', 1), order('pen', 1, DECLINED_TOKEN)];
const BATCH_ENDS: Partial<Record<FinalStatus, number>> = { confirmed: 3, backordered: 1, 'payment-failed': 1 };

/** What there is of each article, and what the orders leave of it. A press costs more than an order may without a person. */
const ARTICLES = [
  { sku: 'pen', unitPrice: 120, stock: 10, left: 5 },
  { sku: 'ink', unitPrice: 500, stock: 0, left: 0 },
  { sku: 'press', unitPrice: 250_000, stock: 2, left: 1 },
] as const;

/** Orders of every end, and what is left of the stock; one needs a person, who approves by the link in the mail. */
export const example: Example = {
  async run(run) {
    const shop = new ExampleShop(run, `shop-${Date.now().toString(36)}`);
    await Promise.all(ARTICLES.map(({ sku, stock, unitPrice }) => shop.putArticle(sku, stock, unitPrice)));
    const approver = await ExampleApprover.wakeUp(run);
    try {
      await Promise.all([endAsExpected(shop), beApproved(shop, approver), stopWhileWaiting(shop), runBatch(shop)]);
    } finally {
      await approver.close();
    }
    for (const { sku, left } of ARTICLES) {
      const stock = await shop.stockOf(sku);
      if (stock !== left) throw new Error(`${left} of "${sku}" must be left; there are ${stock}.`);
    }
    return '5 orders: 1 confirmed, 1 approved by mail and confirmed, 1 on back-order, 1 declined, 1 stopped while it waited for approval; a batch of 5; every article is accounted for';
  },
};

async function endAsExpected(shop: ExampleShop): Promise<void> {
  await Promise.all(
    ORDERS.map(async ([end, placed]) => {
      const { status, reason } = await shop.ended(await shop.place(placed));
      if (status !== end) throw new Error(`An order was to be ${end}, and is ${status}: ${reason}`);
    }),
  );
}

async function beApproved(shop: ExampleShop, approver: ExampleApprover): Promise<void> {
  const orderId = await shop.place(order('press', 1));
  await approver.approve(orderId);
  const { status, approvedBy, reason } = await shop.ended(orderId);
  if (status !== 'confirmed' || !approvedBy) throw new Error(`An approved order is ${status}: ${approvedBy} ${reason}`);
}

/** Nobody approves: somebody stops the execution, and the order gives back what it holds. */
async function stopWhileWaiting(shop: ExampleShop): Promise<void> {
  const orderId = await shop.place(order('press', 1));
  await shop.reaches(orderId, 'WaitForApproval');
  await shop.stop(orderId);
  const { status } = await shop.ended(orderId);
  if (status !== 'failed') throw new Error(`A stopped order was to be failed, and is ${status}.`);
}

async function runBatch(shop: ExampleShop): Promise<void> {
  const { execution } = await shop.placeBatch(BATCH);
  const counts = await shop.batchEnded(execution);
  const ends = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  if (isDeepStrictEqual(ends, BATCH_ENDS)) return;
  throw new Error(`A batch was to end with ${JSON.stringify(BATCH_ENDS)}, and ended with ${JSON.stringify(ends)}.`);
}
