import { lint } from '@blueprint/asl';
import { approvalRequest } from '@blueprint/lambdas/approval/approval-request';
import { MOST_ITEMS } from '@blueprint/lambdas/order/input';
import { describe, expect, test } from '@jest/globals';
import { MachineUnderTest, named } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { APPROVAL_SECONDS, agreeing, definition, fails, input } from './testing/answers';

const UNDO = ['RefundOrder', 'PublishToSNS', 'CheckOutcome'];

describe('order', () => {
  const machine = new MachineUnderTest('order', definition);

  test('has nothing for the lint to say', () => {
    expect(lint(definition)).toEqual([]);
  });

  test('in stock is reserved, paid, saved, published and confirmed', async () => {
    const { answers, sent, written } = agreeing();
    const { status, states, output } = await machine.run(input, answers);
    expect(status).toBe('SUCCEEDED');
    expect(states).toEqual([
      ...['CheckInput', 'ValidateOrder', 'CheckInventory', 'ProcessOrder', 'CheckAmount', 'ProcessPayment'],
      ...['SaveToDynamoDB', 'PublishToSNS', 'CheckOutcome', 'SendConfirmation'],
    ]);
    expect(output).toEqual({ orderId: 'order-1', status: 'confirmed' });
    expect(written).toMatchObject([
      { ExpressionAttributeValues: { ':from': { S: 'paid' }, ':to': { S: 'confirmed' } } },
    ]);
    expect(sent.map(({ MessageAttributes }) => MessageAttributes.audience?.StringValue)).toEqual(['systems', 'people']);
    expect(sent[0]?.Message).toEqual({ tenantCode: 'tenant1', orderId: 'order-1', status: 'confirmed' });
  });

  test.each([1, 2])('takes an input of version %d as it comes', async (schemaVersion) => {
    const seen: unknown[] = [];
    const first = {
      schemaVersion: 1,
      tenantCode: 'tenant1',
      orderId: 'order-1',
      requestId: 'r',
      sku: 'pen',
      quantity: 2,
    };
    const given = schemaVersion === 1 ? first : input;
    const { answers } = agreeing({
      'order/validate-order': (it: never) => seen.push(it) && { ...input, amount: 1, inventory: { inStock: true } },
    });
    expect((await machine.run(given, answers)).status).toBe('SUCCEEDED');
    expect(seen).toEqual([given]);
  });

  test.each([{}, { ...input, schemaVersion: 3 }, { ...input, orderId: 7 }, { ...input, tenantCode: null }])(
    'refuses the input %j before any function runs',
    async (wrong) => {
      const { status, error, states } = await machine.run(wrong, {});
      expect({ status, error, states }).toEqual({
        status: 'FAILED',
        error: 'InvalidOrder',
        states: ['CheckInput', 'ErrorState'],
      });
    },
  );

  test('that the catalogue does not know is rejected', async () => {
    const undone: object[] = [];
    const { answers, sent } = agreeing({
      'order/validate-order': fails('OrderRejected', '"pen" is not in the catalogue'),
      'order/refund-order': (given: { outcome: string }) => undone.push(given) && { status: given.outcome },
    });
    const { status, states, output } = await machine.run(input, answers);
    expect(status).toBe('SUCCEEDED');
    expect(states.slice(2)).toEqual([...UNDO, 'OrderClosed']);
    expect(output).toEqual({ orderId: 'order-1', status: 'rejected' });
    expect(undone).toMatchObject([{ outcome: 'rejected', error: 'OrderRejected' }]);
    expect(sent.map(({ Message }) => Message)).toEqual([
      { tenantCode: 'tenant1', orderId: 'order-1', status: 'rejected' },
    ]);
  });

  test('out of stock is put on back-order', async () => {
    const { answers, sent } = agreeing({}, { inventory: { inStock: false } });
    const { states, output } = await machine.run(input, answers);
    expect(states.slice(2)).toEqual(['CheckInventory', 'BackorderNotification', ...UNDO, 'OrderClosed']);
    expect(output).toEqual({ orderId: 'order-1', status: 'backordered' });
    expect(sent[0]?.Subject).toBe('Order order-1 is on back-order');
  });

  test('whose stock another one took meanwhile is put on back-order too', async () => {
    const { answers } = agreeing({ 'order/process-order': fails('OutOfStock') });
    const { states, output } = await machine.run(input, answers);
    expect(states.slice(3)).toEqual(['ProcessOrder', 'BackorderNotification', ...UNDO, 'OrderClosed']);
    expect(output).toMatchObject({ status: 'backordered' });
  });

  test('fails where nobody says whether there is stock', async () => {
    const { answers } = agreeing({}, { inventory: {} });
    const { states, error } = await machine.run(input, answers);
    expect({ states: states.slice(2), error }).toEqual({
      states: ['CheckInventory', 'ErrorState'],
      error: 'InvalidOrder',
    });
  });

  describe('above the amount', () => {
    const above = { amount: 100_001 };

    test('waits for a person, and goes on when one has approved', async () => {
      const asked: { subject: string; details: unknown }[] = [];
      const { answers, written } = agreeing(
        {
          WaitForApproval: (_, task) => {
            asked.push((task.request.arguments as { Payload: { input: (typeof asked)[0] } }).Payload.input);
            task.succeed({ approved: true, by: 'boss@example.com', at: '2026-01-01T00:01:00Z' }, 60);
          },
        },
        above,
      );
      const { status, states, seconds } = await machine.run(input, answers);
      expect({ status, seconds }).toEqual({ status: 'SUCCEEDED', seconds: 60 });
      expect(states.slice(4, 8)).toEqual(['CheckAmount', 'WaitForApproval', 'ProcessApproval', 'ProcessPayment']);
      expect(written[0]).toMatchObject({
        ExpressionAttributeValues: { ':to': { S: 'approved' }, ':approvedBy': { S: 'boss@example.com' } },
      });
      expect(asked).toMatchObject([
        {
          subject: 'Order order-1',
          details: [
            { label: 'Tenant', value: 'tenant1' },
            { label: 'Amount', value: 100_001 },
            { label: 'Article pen', value: 2 },
          ],
        },
      ]);
    });

    test('a person can be asked about the longest order there is', async () => {
      const items = Array.from({ length: MOST_ITEMS }, (_, n) => ({ sku: `${n}`.padStart(64, 'x'), quantity: 10_000 }));
      const asked: unknown[] = [];
      const { answers } = agreeing(
        {
          WaitForApproval: (_, task) => {
            asked.push((task.request.arguments as { Payload: { input: unknown } }).Payload.input);
            task.succeed({ approved: true, by: 'boss@example.com', at: '2026-01-01T00:01:00Z' });
          },
        },
        above,
      );
      await machine.run({ ...input, items }, answers);
      expect(approvalRequest.parse(asked[0]).details).toHaveLength(2 + MOST_ITEMS);
    });

    test.each([
      ['ApprovalRejected', 'rejected'],
      ['ApprovalExpired', 'expired'],
    ])('that ends with %s is %s', async (error, outcome) => {
      const { answers } = agreeing({ WaitForApproval: (_, task) => task.fail(error, '{"by":"boss"}', 5) }, above);
      const { states, output } = await machine.run(input, answers);
      expect(states.slice(5)).toEqual(['WaitForApproval', ...UNDO, 'OrderClosed']);
      expect(output).toMatchObject({ status: outcome });
    });

    test('that nobody answers is expired', async () => {
      const { answers } = agreeing({ WaitForApproval: () => undefined }, above);
      const { output, seconds } = await machine.run(input, answers);
      expect({ output, seconds }).toMatchObject({ output: { status: 'expired' }, seconds: APPROVAL_SECONDS });
    });

    test('goes on where the approval was written by a try whose answer was lost', async () => {
      const { answers } = agreeing(
        {
          WaitForApproval: (_, task) => task.succeed({ approved: true, by: 'b', at: 'now' }),
          ProcessApproval: fails('DynamoDB.ConditionalCheckFailedException'),
        },
        above,
      );
      const { status, states } = await machine.run(input, answers);
      expect(status).toBe('SUCCEEDED');
      expect(states.slice(6, 8)).toEqual(['ProcessApproval', 'ProcessPayment']);
    });
  });

  test('whose payment is declined is undone at once', async () => {
    let tries = 0;
    const { answers } = agreeing({
      'order/process-payment': () => {
        tries += 1;
        throw named('PaymentFailed');
      },
    });
    const { status, states, output } = await machine.run(input, answers);
    expect({ status, tries, output }).toMatchObject({
      status: 'SUCCEEDED',
      tries: 1,
      output: { status: 'payment-failed' },
    });
    expect(states.slice(5)).toEqual(['ProcessPayment', ...UNDO, 'OrderClosed']);
  });

  test('whose payment can’t be asked for is undone, and fails', async () => {
    const { answers, sent } = agreeing({ 'order/process-payment': fails('Runtime.ExitError') });
    const { status, error, cause, states } = await machine.run(input, answers);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'OrderFailed' });
    expect(cause).toContain('Runtime.ExitError');
    expect(states.slice(5)).toEqual(['ProcessPayment', 'NotifyFailure', ...UNDO, 'ErrorState']);
    expect(sent.map(({ Subject }) => Subject)).toEqual(['Order order-1 failed', undefined]);
  });

  test.each([
    ['NotifyFailure', { 'order/process-payment': fails('Runtime.ExitError') }, {}],
    ['BackorderNotification', {}, { inventory: { inStock: false } }],
  ])('is undone also where %s can’t be sent', async (letter, changes, validated) => {
    const { answers } = agreeing({ ...changes, [letter]: fails('SNS.InternalErrorException') }, validated);
    const { states } = await machine.run(input, answers);
    expect(states).toEqual(expect.arrayContaining([letter, ...UNDO]));
  });

  test('that can’t be saved is undone', async () => {
    const { answers } = agreeing({ 'dynamodb:updateItem': fails('DynamoDB.InternalServerErrorException') });
    const { states, error } = await machine.run(input, answers);
    expect(error).toBe('OrderFailed');
    expect(states.slice(6)).toEqual(['SaveToDynamoDB', ...UNDO, 'ErrorState']);
  });

  test('that was saved after all stays confirmed', async () => {
    const { answers } = agreeing({
      'dynamodb:updateItem': fails('DynamoDB.ConditionalCheckFailedException'),
      'order/refund-order': () => ({ status: 'confirmed' }),
    });
    const { states, output } = await machine.run(input, answers);
    expect(states.slice(6)).toEqual(['SaveToDynamoDB', ...UNDO, 'SendConfirmation']);
    expect(output).toMatchObject({ status: 'confirmed' });
  });

  test.each(['PublishToSNS', 'SendConfirmation'])('fails at %s, for a redrive to resume there', async (state) => {
    const { answers } = agreeing({ [state]: fails('SNS.InternalErrorException') });
    const { status, states } = await machine.run(input, answers);
    expect({ status, last: states.at(-1) }).toEqual({ status: 'FAILED', last: state });
  });

  coversEveryTransition(machine);
});
