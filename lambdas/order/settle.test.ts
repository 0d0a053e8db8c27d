import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { stateEvent } from '../fakes/state-event';
import { FakeStepFunctions } from '../fakes/step-functions';
import { TOPIC_ARN } from './fakes/environment';
import {
  EXECUTION_ARN,
  EXECUTION_NAME,
  inputFor,
  orderRow,
  statusChange,
  stockArticles,
  stockOf,
  storedOrder,
  storedPayment,
} from './fakes/orders';
import { FakeTopic } from './fakes/topic';
import { handler as processOrder } from './process-order';
import { handler as processPayment } from './process-payment';
import { handler as settle } from './settle';

let db: FakeDynamoDB;
let sfn: FakeStepFunctions;
let topic: FakeTopic;
beforeEach(async () => {
  db = new FakeDynamoDB().install();
  sfn = new FakeStepFunctions().install();
  topic = new FakeTopic().install();
  stockArticles(db, { pen: 10, ink: 1 });
  db.put('orders', orderRow({ status: 'validated', version: 2, amount: 300 }));
  await processOrder(stateEvent(inputFor(), 'ProcessOrder'));
  await processPayment(stateEvent(inputFor(), 'ProcessPayment'));
});

const execution = (overrides: object = {}) =>
  sfn.executions.set(EXECUTION_ARN, {
    name: EXECUTION_NAME,
    input: JSON.stringify(inputFor()),
    status: 'ABORTED',
    redriveCount: 0,
    redrivable: true,
    ...overrides,
  });

test.each(['ABORTED', 'TIMED_OUT', 'FAILED'] as const)(
  'an order whose execution is %s is undone, and told of',
  async (status) => {
    execution({ status });
    await settle(statusChange({ status }));
    expect(storedOrder(db)).toMatchObject({ status: 'failed', reason: status });
    expect(storedPayment(db)).toMatchObject({ status: 'refunded' });
    expect(stockOf(db, 'pen')).toBe(10);
    expect(topic.sent).toMatchObject([
      {
        TopicArn: TOPIC_ARN,
        MessageAttributes: { audience: { StringValue: 'systems' }, status: { StringValue: 'failed' } },
      },
    ]);
    expect(topic.statusesOf('order-1')).toEqual(['failed']);
  },
);

test('an event that comes twice gives back once', async () => {
  execution();
  await settle(statusChange());
  await settle(statusChange());
  expect(stockOf(db, 'pen')).toBe(10);
  expect(storedOrder(db)).toMatchObject({ version: 6 });
});

test('a confirmed order stays confirmed, and is told of', async () => {
  db.put('orders', orderRow({ status: 'confirmed', version: 5 }));
  execution({ status: 'FAILED' });
  await settle(statusChange({ status: 'FAILED', error: 'SNS.InternalErrorException', cause: 'x' }));
  expect(storedOrder(db)).toMatchObject({ status: 'confirmed' });
  expect(storedPayment(db)).toMatchObject({ status: 'taken' });
  expect(topic.statusesOf('order-1')).toEqual(['confirmed']);
});

test('an execution that said itself how its order failed is not told of again', async () => {
  db.put('orders', orderRow({ status: 'failed', version: 6 }));
  execution({ status: 'FAILED' });
  await settle(statusChange({ status: 'FAILED', error: 'OrderFailed', cause: 'x' }));
  expect(topic.sent).toEqual([]);
});

test('the input is asked for where the event leaves it out', async () => {
  execution();
  await settle(statusChange({ input: null }));
  expect(storedOrder(db)).toMatchObject({ status: 'failed' });
});

test('an execution of the version before is settled too', async () => {
  execution();
  const input = {
    schemaVersion: 1,
    tenantCode: 'tenant1',
    orderId: 'order-1',
    requestId: 'r',
    sku: 'pen',
    quantity: 2,
  };
  await settle(statusChange({ input: JSON.stringify(input) }));
  expect(storedOrder(db)).toMatchObject({ status: 'failed' });
});

describe('nothing is done', () => {
  test.each([
    ['for an execution that succeeded', {}, { status: 'SUCCEEDED' }],
    ['where it was redriven since, and runs', { status: 'RUNNING', redriveCount: 1 }, {}],
    ['where it was redriven since, and failed again', { redriveCount: 1 }, {}],
    ['for an execution that somebody started under another name', {}, { name: 'by-hand' }],
    ['for an input that is none', {}, { input: '{}' }],
  ])('%s', async (_, state, detail) => {
    execution(state);
    await settle(statusChange(detail));
    expect(storedOrder(db)).toMatchObject({ status: 'paid' });
    expect(topic.sent).toEqual([]);
  });
});

test('an event is handled again when it could not be told of', async () => {
  execution();
  topic.before = () => {
    throw new Error('SNS is away');
  };
  await expect(settle(statusChange())).rejects.toThrow('SNS is away');
  topic.before = () => undefined;
  await settle(statusChange());
  expect(topic.statusesOf('order-1')).toEqual(['failed']);
});
