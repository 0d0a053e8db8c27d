import { lint } from '@blueprint/asl';
import { machineArn } from '@blueprint/local/stepfunctions/testing/engine';
import { describe, expect, test } from '@jest/globals';
import { type Answers, MachineUnderTest, named } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { orderBatch } from './batch-definition';
import { orderSeconds } from './definition';
import { agreeing, definition, fails, input, props } from './testing/answers';

const batchDefinition = orderBatch({
  orderArn: machineArn('order'),
  orderSeconds: orderSeconds(props),
  table: 'orders',
  topicArn: props.topicArn,
});

describe('order-batch', () => {
  const machine = new MachineUnderTest('order-batch', batchDefinition, { others: { order: definition } });
  const orders = ['a', 'b', 'c', 'd'].map((orderId) => ({ orderId, name: `order_${orderId}`, items: input.items }));
  const batch = { schemaVersion: 1, tenantCode: 'tenant1', requestId: 'request-1', orders };

  /** Orders by their ids: a is confirmed, b on back-order, c declined, d fails. */
  const mixed = (changes: Answers = {}) =>
    agreeing({
      'order/validate-order': (given: { orderId: string }) => ({
        ...given,
        amount: 200,
        inventory: { inStock: given.orderId !== 'b' },
      }),
      'order/process-payment': ({ orderId }: { orderId: string }) => {
        if (orderId === 'c') throw named('PaymentFailed');
        if (orderId === 'd') throw named('OrderSettled');
        return { paid: true };
      },
      'dynamodb:getItem': () => ({ Item: { status: { S: 'failed' } } }),
      ...changes,
    });

  test('has nothing for the lint to say', () => {
    expect(lint(batchDefinition)).toEqual([]);
  });

  test('runs each order to an end of its own, and counts the ends', async () => {
    const { answers, sent } = mixed();
    const { status, output } = await machine.run(batch, answers);
    expect(status).toBe('SUCCEEDED');
    expect(output).toEqual({
      orders: 4,
      counts: {
        ...{ confirmed: 1, backordered: 1, rejected: 0, expired: 0 },
        ...{ 'payment-failed': 1, failed: 1, unknown: 0 },
      },
    });
    expect(sent.at(-1)).toMatchObject({ Subject: '4 orders of a batch have ended' });
    expect(String(sent.at(-1)?.Message).split('\n')).toContain('payment-failed: 1');
  });

  test.each([
    [
      'an order that is open still after its execution failed',
      { 'dynamodb:getItem': () => ({ Item: { status: { S: 'paid' } } }) },
      'failed',
    ],
    ['an order whose row can’t be read', { 'dynamodb:getItem': fails('DynamoDB.AccessDeniedException') }, 'unknown'],
  ])('counts %s', async (_, changes, outcome) => {
    const { answers } = mixed(changes);
    const { status, output } = await machine.run({ ...batch, orders: orders.slice(3) }, answers);
    expect({ status, output }).toMatchObject({ status: 'SUCCEEDED', output: { orders: 1, counts: { [outcome]: 1 } } });
  });

  test('starts no order twice: one that has an execution already counts by its row', async () => {
    const { answers } = mixed({ 'dynamodb:getItem': () => ({ Item: { status: { S: 'confirmed' } } }) });
    const twice = [
      ...orders.slice(0, 1),
      ...orders.slice(0, 1).map((one) => ({ ...one, items: [{ sku: 'x', quantity: 1 }] })),
    ];
    const { output } = await machine.run({ ...batch, orders: twice }, answers);
    expect(output).toMatchObject({ orders: 2, counts: { confirmed: 2 } });
  });

  test('sends the lines of each order as they are, a single one too', async () => {
    const seen: unknown[] = [];
    const { answers } = mixed({
      'order/validate-order': (given: never) =>
        seen.push(given) && { ...input, amount: 1, inventory: { inStock: true } },
    });
    await machine.run({ ...batch, orders: orders.slice(0, 1) }, answers);
    expect(seen).toEqual([{ ...input, orderId: 'a' }]);
  });

  coversEveryTransition(machine);
});
