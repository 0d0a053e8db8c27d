import './fakes/environment';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { stateEvent } from '../fakes/state-event';
import { orderRow, stockArticles, stockOf, storedOrder, storedPayment } from './fakes/orders';
import { type OrderInput, SCHEMA_VERSION } from './input';
import { handler as processOrder } from './process-order';
import { handler as processPayment } from './process-payment';
import { handler as refundOrder } from './refund-order';
import { handler as validateOrder } from './validate-order';

const folder = join(__dirname, 'inputs');
const versions = Array.from({ length: SCHEMA_VERSION }, (_, before) => before + 1);

/** An input as executions were started with when this version was the newest: of the newest's type only to the compiler. */
const inputOf = (version: number): OrderInput => JSON.parse(readFileSync(join(folder, `${version}.json`), 'utf8'));

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  stockArticles(db, { pen: 10, ink: 1 });
  db.put('orders', orderRow());
});

test('there is an input of every version, and of no other', () => {
  expect(readdirSync(folder).sort()).toEqual(versions.map((version) => `${version}.json`).sort());
  for (const version of versions) expect(inputOf(version).schemaVersion).toBe(version);
});

test.each(versions)('an execution that was started with version %d is run by these handlers', async (version) => {
  const validated = await validateOrder(stateEvent(inputOf(version), 'ValidateOrder'));
  expect(validated).toMatchObject({ schemaVersion: SCHEMA_VERSION, inventory: { inStock: true } });
  await processOrder(stateEvent(validated, 'ProcessOrder'));
  await processPayment(stateEvent(validated, 'ProcessPayment'));
  expect(stockOf(db, 'pen')).toBe(7);
  expect(storedPayment(db)).toMatchObject({ status: 'taken', amount: validated.amount });
});

test.each(versions)('one whose earlier states ran at version %d goes on with these handlers', async (version) => {
  const input = inputOf(version);
  await validateOrder(stateEvent(input, 'ValidateOrder'));
  await processOrder(stateEvent(input, 'ProcessOrder'));
  await processPayment(stateEvent(input, 'ProcessPayment'));
  const undoing = { ...input, outcome: 'failed' as const, error: 'States.Timeout', cause: null };
  expect(await refundOrder(stateEvent(undoing, 'RefundOrder'))).toEqual({ status: 'failed' });
  expect(storedOrder(db)).toMatchObject({ status: 'failed', reason: 'States.Timeout' });
  expect(stockOf(db, 'pen')).toBe(10);
});
