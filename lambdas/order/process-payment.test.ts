import './fakes/environment';
import { beforeEach, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { stateEvent } from '../fakes/state-event';
import { firstInput, inputFor, orderRow, stockArticles, storedOrder, storedPayment } from './fakes/orders';
import { handler as processPayment } from './process-payment';
import { handler as refundOrder } from './refund-order';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  stockArticles(db, { pen: 10, ink: 1 });
  db.put('orders', orderRow());
});

const input = inputFor();
const first = firstInput();
/** Fails the next call of an operation whose answer is lost, as if it was never made when `when` is `before`. */
const lose = (operation: string, when: 'before' | 'after') => {
  db[when] = (call) => {
    if (call.operation !== operation) return;
    db[when] = () => undefined;
    throw new Error('lost');
  };
};

const pay = (given: object = input) => processPayment(stateEvent({ ...given }, 'ProcessPayment') as never);
const reserved = (overrides = {}) => orderRow({ status: 'reserved', version: 3, amount: 300, ...overrides });
beforeEach(() => db.put('orders', reserved()));

test.each(['reserved', 'approved'])('takes the payment of an order that is %s, once', async (status) => {
  db.put('orders', reserved({ status }));
  expect(await pay()).toEqual({ paid: true });
  expect(await pay()).toEqual({ paid: true });
  expect(storedPayment(db)).toMatchObject({ status: 'taken', amount: 300 });
  expect(storedOrder(db)).toMatchObject({ status: 'paid', version: 4 });
  expect(JSON.stringify(storedPayment(db))).not.toContain('tok_');
});

test.each(['before', 'after'] as const)(
  'takes once also where the order’s update is lost %s it is done',
  async (when) => {
    lose('Update', when);
    await expect(pay()).rejects.toThrow('lost');
    expect(await pay()).toEqual({ paid: true });
    expect(storedOrder(db)).toMatchObject({ status: 'paid', version: 4 });
  },
);

test('says that the payment is declined, as often as it is asked', async () => {
  db.put('orders', reserved({ paymentToken: 'tok_declined' }));
  for (let times = 0; times < 2; times++) await expect(pay(first)).rejects.toMatchObject({ name: 'PaymentFailed' });
  expect(storedOrder(db)).toMatchObject({ status: 'reserved' });
});

test.each(['accepted', 'validated', 'cancelling', 'failed'])(
  'takes nothing for an order that is %s',
  async (status) => {
    db.put('orders', reserved({ status }));
    await expect(pay()).rejects.toMatchObject({ name: 'OrderSettled' });
    expect(storedPayment(db)).toBeUndefined();
  },
);

test('takes nothing where the order was undone while the call was on its way', async () => {
  await refundOrder(stateEvent({ ...input, outcome: 'failed' }, 'RefundOrder') as never);
  db.put('orders', reserved());
  await expect(pay()).rejects.toMatchObject({ name: 'OrderSettled' });
  expect(storedPayment(db)).toMatchObject({ status: 'cancelled' });
});
