import assert from 'node:assert/strict';
import { type AcrossDeployment, each } from '../platform/across-deployment';
import type { PlacedOrder } from './accept';
import { ExampleApprover } from './example-approver';
import { ExampleShop } from './example-shop';

const ORDERS = 60;
const BATCHES = 4;
/** As many as a batch has under way at once. */
const ORDERS_OF_BATCH = 10;
const AT_ONCE = 8;
const ALL = ORDERS + BATCHES * ORDERS_OF_BATCH;

/** Costs more than an order may without a person. */
const UNIT_PRICE = 250_000;
/** Each order is for an article of its own: what many orders reserve at once is tried again and again. */
const SKUS = Array.from({ length: ALL }, (_, index) => `press-${index}`);
const placed = (sku: string): PlacedOrder => ({ items: [{ sku, quantity: 1 }], paymentToken: 'tok_example' });

/** Orders that have reserved their stock and wait for approval, alone and in batches that wait for them. */
export const acrossDeployment: AcrossDeployment = {
  async begin(run) {
    const shop = new ExampleShop(run, `deploy-${Date.now().toString(36)}`);
    await each(SKUS, AT_ONCE, (sku) => shop.putArticle(sku, 1, UNIT_PRICE));
    const approver = await ExampleApprover.wakeUp(run);
    const orderIds: string[] = [];
    await each(SKUS.slice(0, ORDERS), AT_ONCE, async (sku) => void orderIds.push(await shop.place(placed(sku))));
    const batches: string[] = [];
    for (let batch = 0; batch < BATCHES; batch++) {
      const first = ORDERS + batch * ORDERS_OF_BATCH;
      const accepted = await shop.placeBatch(SKUS.slice(first, first + ORDERS_OF_BATCH).map(placed));
      batches.push(accepted.execution);
      orderIds.push(...accepted.orderIds);
    }
    await approver.hearOf(orderIds);
    return {
      count: ALL + BATCHES,
      async goOn() {
        await each(orderIds, AT_ONCE, (orderId) => approver.approve(orderId));
        await approver.close();
        await each(orderIds, AT_ONCE, async (orderId) => {
          const { status, reason } = await shop.ended(orderId);
          assert.equal(status, 'confirmed', `order ${orderId} was approved, and is ${status}: ${reason}`);
        });
        for (const batch of batches) assert.equal((await shop.batchEnded(batch)).confirmed, ORDERS_OF_BATCH);
        for (const sku of SKUS)
          assert.equal(await shop.stockOf(sku), 0, `the stock of ${sku} was taken by an order, once`);
        return `${ALL} orders were approved and confirmed, ${BATCHES * ORDERS_OF_BATCH} of them in ${BATCHES} batches`;
      },
    };
  },
};
