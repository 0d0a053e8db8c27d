import { stockOf, storedOrder, storedPayment, storedReservation } from '@blueprint/lambdas/order/fakes/orders';
import { FINAL_STATUSES } from '@blueprint/lambdas/order/statuses';
import { STOCK } from './plan';
import type { World } from './world';

/** What does not hold at the end of a run; empty when everything does. */
export async function violations(world: World): Promise<string[]> {
  const found: string[] = [];
  const demand = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  const statuses = await world.statuses();
  for (const [index, orderId] of world.orderIds.entries()) {
    const status = String(storedOrder(world.db, orderId)?.status);
    const past = world.history.orders.get(orderId) ?? [];
    const ends = past.filter((one) => FINAL_STATUSES.some((final) => final === one.status));
    demand(statuses[index] !== 'RUNNING', `order ${index}: its execution runs for ever`);
    demand(ends.length === 1, `order ${index}: has ended ${ends.length} times: ${past.map((one) => one.status)}`);
    demand(ends[0]?.status === past.at(-1)?.status, `order ${index}: went on after its end`);
    demand(
      past.every(({ version }, change) => version === change + 1),
      `order ${index}: its versions are ${past.map(({ version }) => version)}`,
    );

    const outcome = storedOrder(world.db, orderId)?.outcome ?? status;
    demand(outcome === status, `order ${index}: is ${status}, and was to be ${outcome}`);

    const payment = storedPayment(world.db, orderId)?.status;
    const payments = (world.history.payments.get(orderId) ?? []).map((one) => one.status).join(' ');
    const possible = ['', 'taken', 'taken refunded', 'declined', 'cancelled'];
    demand(possible.includes(payments), `order ${index}: its payment was ${payments}`);
    demand((payment === 'taken') === (status === 'confirmed'), `order ${index}: is ${status}, its payment ${payment}`);

    const held = storedReservation(world.db, orderId)?.status === 'held';
    demand(held === (status === 'confirmed'), `order ${index}: is ${status}, and ${held ? 'holds' : 'has no'} stock`);

    const told = world.topic.statusesOf(orderId);
    demand(told.includes(status), `order ${index}: nobody was told that it is ${status}`);
    demand(
      told.every((one) => one === status),
      `order ${index}: is ${status}, and was told to be ${told}`,
    );
    const letters = world.topic.sent.filter(({ Message }) => String(Message).includes(`${orderId} is confirmed`));
    // A letter that an execution could not send any more is sent by its redrive.
    const wanted = status === 'confirmed' && world.plan.redrive !== 'never';
    demand(letters.length > 0 || !wanted, `order ${index}: is confirmed, and nobody got a letter`);
    demand(letters.length === 0 || status === 'confirmed', `order ${index}: is ${status}, and a letter confirmed it`);
  }
  for (const [sku, first] of Object.entries(STOCK)) {
    const sold = world.db
      .rows('inventory')
      .filter(({ status }) => status === 'held')
      .flatMap(({ items }) => items as { sku: string; quantity: number }[])
      .reduce((sum, item) => sum + (item.sku === sku ? item.quantity : 0), 0);
    demand(
      stockOf(world.db, sku) === first - sold,
      `${sku}: of ${first}, ${sold} are sold and ${stockOf(world.db, sku)} are left`,
    );
    demand((world.history.leastStock.get(`SKU#${sku}`) ?? 0) >= 0, `${sku}: the stock fell below 0`);
  }
  return found;
}
