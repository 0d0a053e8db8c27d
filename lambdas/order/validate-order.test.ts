import './fakes/environment';
import { beforeEach, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { stateEvent } from '../fakes/state-event';
import { firstInput, inputFor, orderRow, stockArticles, storedOrder } from './fakes/orders';
import { handler as validateOrder } from './validate-order';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  stockArticles(db, { pen: 10, ink: 1 });
  db.put('orders', orderRow());
});

const input = inputFor();
const first = firstInput();

const validate = (given: object = input) => validateOrder(stateEvent({ ...given }, 'ValidateOrder') as never);

test('writes the prices of the catalogue on the order, and says whether there is enough', async () => {
  expect(await validate()).toEqual({ ...input, amount: 300, inventory: { inStock: true } });
  expect(storedOrder(db)).toMatchObject({
    status: 'validated',
    version: 2,
    amount: 300,
    items: [
      { sku: 'pen', quantity: 2, unitPrice: 100 },
      { sku: 'ink', quantity: 1, unitPrice: 100 },
    ],
  });
});

test('says that there is not enough', async () => {
  stockArticles(db, { ink: 0 });
  expect((await validate()).inventory).toEqual({ inStock: false });
});

test('keeps the prices of the first run', async () => {
  await validate();
  db.put('inventory', { pk: 'TENANT#tenant1', sk: 'SKU#pen', stock: 10, unitPrice: 999 });
  expect(await validate()).toMatchObject({ amount: 300 });
  expect(storedOrder(db)).toMatchObject({ version: 2, amount: 300 });
});

test('takes the input of the version before', async () => {
  expect(await validate(first)).toEqual({
    ...{ schemaVersion: 2, tenantCode: 'tenant1', orderId: 'order-1', requestId: 'request-1' },
    items: [{ sku: 'pen', quantity: 3 }],
    amount: 300,
    inventory: { inStock: true },
  });
});

test.each([
  [[{ sku: 'gum', quantity: 1 }], '"gum" is not in the catalogue'],
  [[{ sku: 'pen', quantity: 1, unitPrice: 90 }], '"pen" costs 100, and not 90'],
])('rejects %j', async (items, message) => {
  await expect(validate({ ...input, items })).rejects.toMatchObject({ name: 'OrderRejected', message });
  expect(storedOrder(db)).toMatchObject({ status: 'accepted', version: 1 });
});

test.each(['cancelling', 'confirmed', 'failed'])('does nothing for an order that is %s', async (status) => {
  db.put('orders', orderRow({ status }));
  await expect(validate()).rejects.toMatchObject({ name: 'OrderSettled' });
});

test.each([
  [{ items: [] }, 'items'],
  [{ items: [{ sku: 'pen', quantity: 0 }] }, 'quantity'],
  [{ items: [...input.items, ...input.items] }, 'each sku once'],
  [{ schemaVersion: 3 }, '3 is no version that this function knows: 1, 2'],
])('refuses an input with %j', async (wrong, told) => {
  await expect(validate({ ...input, ...wrong })).rejects.toMatchObject({
    name: 'InvalidEvent',
    message: expect.stringContaining(told),
  });
});

test('says that there is no such order', async () => {
  await expect(validate({ ...input, orderId: 'order-2' })).rejects.toMatchObject({ name: 'OrderMissing' });
});
