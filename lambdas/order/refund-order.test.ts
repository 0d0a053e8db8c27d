import './fakes/environment';
import { beforeEach, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { stateEvent } from '../fakes/state-event';
import {
  firstInput,
  inputFor,
  orderRow,
  stockArticles,
  stockOf,
  storedOrder,
  storedPayment,
  storedReservation,
} from './fakes/orders';
import { handler as processOrder } from './process-order';
import { handler as processPayment } from './process-payment';
import { handler as refundOrder } from './refund-order';
import { handler as validateOrder } from './validate-order';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  stockArticles(db, { pen: 10, ink: 1 });
  db.put('orders', orderRow());
});

const input = inputFor();
const first = firstInput();

const undo = (given: object = {}) =>
  refundOrder(stateEvent({ ...input, outcome: 'failed', error: 'PaymentFailed', ...given }, 'RefundOrder') as never);
beforeEach(async () => {
  await validateOrder(stateEvent(input, 'ValidateOrder'));
  await processOrder(stateEvent(input, 'ProcessOrder'));
  await processPayment(stateEvent(input, 'ProcessPayment'));
});

test('gives back payment and stock, in this order, between the claim and the end', async () => {
  db.calls.length = 0;
  expect(await undo()).toEqual({ status: 'failed' });
  const written = db.calls.filter(({ operation }) => operation !== 'Get');
  expect(written.map(({ operation, input }) => `${operation} ${input.TableName ?? ''}`.trim())).toEqual([
    'Update orders',
    'Put payments',
    'Update payments',
    'TransactWrite',
    'Update orders',
  ]);
  expect([stockOf(db, 'pen'), stockOf(db, 'ink')]).toEqual([10, 1]);
  expect(storedPayment(db)).toMatchObject({ status: 'refunded' });
  expect(storedReservation(db)).toMatchObject({ status: 'released' });
  expect(storedOrder(db)).toMatchObject({ status: 'failed', version: 6, reason: 'PaymentFailed' });
});

test('gives back once', async () => {
  await undo();
  expect(await undo({ outcome: 'rejected' })).toEqual({ status: 'failed' });
  expect(stockOf(db, 'pen')).toBe(10);
  expect(storedOrder(db)).toMatchObject({ version: 6 });
});

test('ends an order as the first one who claimed it said', async () => {
  db.before = ({ operation, input }) => {
    if (operation === 'Put' && input.TableName === 'payments') throw new Error('killed');
  };
  await expect(undo({ outcome: 'payment-failed' })).rejects.toThrow('killed');
  db.before = () => undefined;
  expect(await undo({ outcome: 'failed' })).toEqual({ status: 'payment-failed' });
});

test('leaves a confirmed order as it is', async () => {
  db.put('orders', orderRow({ status: 'confirmed', version: 5 }));
  expect(await undo()).toEqual({ status: 'confirmed' });
  expect(storedPayment(db)).toMatchObject({ status: 'taken' });
  expect(storedReservation(db)).toMatchObject({ status: 'held' });
});

test('asks for the article that left the catalogue, and goes on when it is back', async () => {
  db.remove('inventory', 'TENANT#tenant1', 'SKU#pen');
  await expect(undo()).rejects.toMatchObject({ name: 'CorruptRow', message: expect.stringContaining('pen') });
  stockArticles(db, { pen: 0 });
  expect(await undo()).toEqual({ status: 'failed' });
  expect([stockOf(db, 'pen'), stockOf(db, 'ink')]).toEqual([2, 1]);
});

test('undoes an order of the version before', async () => {
  const event = stateEvent({ ...first, outcome: 'rejected', error: 'ApprovalRejected', cause: null }, 'RefundOrder');
  expect(await refundOrder(event as never)).toEqual({ status: 'rejected' });
});

const DENIED = 'User: arn:aws:sts::000000000000:assumed-role/local-blueprint-order is not authorized';

test.each([
  [
    'rejected',
    'OrderRejected',
    '{"errorType":"OrderRejected","errorMessage":"no gum","trace":["at x"]}',
    'OrderRejected: no gum',
  ],
  ['rejected', 'ApprovalRejected', '{"by":"boss","reason":"too much"}', 'ApprovalRejected: by boss, too much'],
  ['expired', 'States.Timeout', '', 'States.Timeout'],
  ['failed', 'States.Timeout', '', 'States.Timeout'],
  ['failed', 'DynamoDB.AccessDeniedException', DENIED, 'DynamoDB.AccessDeniedException'],
  ['backordered', 'SNS.AuthorizationErrorException', DENIED, 'SNS.AuthorizationErrorException'],
])('writes why, for the tenant: %s by %s', async (outcome, error, cause, reason) => {
  await undo({ outcome, error, cause });
  expect(storedOrder(db)).toMatchObject({ reason });
});
