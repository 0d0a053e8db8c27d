import './fakes/environment';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { stateEvent } from '../fakes/state-event';
import { firstInput, inputFor, orderRow, stockArticles, stockOf, storedOrder, storedReservation } from './fakes/orders';
import { handler as processOrder } from './process-order';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  stockArticles(db, { pen: 10, ink: 1 });
  db.put('orders', orderRow());
});
afterEach(() => {
  jest.useRealTimers();
});

const input = inputFor();
const first = firstInput();

const process = (given: object = input) => processOrder(stateEvent({ ...given }, 'ProcessOrder') as never);
beforeEach(() => db.put('orders', orderRow({ status: 'validated', version: 2, amount: 300 })));

test('takes the articles from the stock, once', async () => {
  expect(await process()).toEqual({ reserved: true });
  expect(await process()).toEqual({ reserved: true });
  expect([stockOf(db, 'pen'), stockOf(db, 'ink')]).toEqual([8, 0]);
  expect(storedReservation(db)).toMatchObject({ status: 'held', items: input.items });
  expect(storedOrder(db)).toMatchObject({ status: 'reserved', version: 3 });
});

test('takes the articles of the version before', async () => {
  await process(first);
  expect(stockOf(db, 'pen')).toBe(7);
});

test('takes all or nothing, and names what is missing', async () => {
  stockArticles(db, { ink: 0 });
  await expect(process()).rejects.toMatchObject({ name: 'OutOfStock', message: expect.stringContaining('ink') });
  expect(stockOf(db, 'pen')).toBe(10);
  expect(storedOrder(db)).toMatchObject({ status: 'validated', version: 2 });
});

test('takes nothing for an order that is being undone', async () => {
  db.put('orders', orderRow({ status: 'cancelling' }));
  await expect(process()).rejects.toMatchObject({ name: 'OrderSettled' });
  expect(stockOf(db, 'pen')).toBe(10);
});

test('tries again where another order of the same article is written, and gives up after five times', async () => {
  const conflict = Object.assign(new Error('conflict'), {
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'None' }, { Code: 'None' }, { Code: 'TransactionConflict' }],
  });
  jest.useFakeTimers();
  let conflicts = 1;
  db.before = ({ operation }) => {
    if (operation === 'TransactWrite' && conflicts-- > 0) throw conflict;
  };
  const once = process();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(await once).toEqual({ reserved: true });
  db.put('orders', orderRow({ status: 'validated' }));
  conflicts = 99;
  const always = expect(process()).rejects.toMatchObject({ name: 'StockContended' });
  await jest.advanceTimersByTimeAsync(10_000);
  await always;
});
