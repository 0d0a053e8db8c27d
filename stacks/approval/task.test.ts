import { lint, workflow } from '@blueprint/asl';
import { environments } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { knownErrors } from '../testing/known-errors';
import { functionArn, MachineUnderTest } from '../testing/machine';
import { scratchStack } from '../testing/scratch-stack';
import { approval } from './definition';
import { APPROVAL_ERRORS, approvalFunctionArn, approvalTask, approvalTimeoutSeconds, UNMENDABLE_ERRORS } from './task';

const props = { functionArn: functionArn('approval/request'), timeoutSeconds: 7_200 };
const ask = approvalTask(props);

/** A workflow of somebody else that asks a person on its way. */
const order = workflow({
  QueryLanguage: 'JSONata',
  StartAt: 'approve_order',
  States: {
    approve_order: {
      ...ask({
        subject: "{% 'Order ' & $states.input.orderId %}",
        details: { Total: '{% $states.input.total %}', Currency: 'EUR', Express: true },
      }),
      Catch: [{ ErrorEquals: [...APPROVAL_ERRORS], Output: '{% $states.input %}', Next: 'refuse' }],
      Next: 'ship',
    },
    refuse: { Type: 'Succeed' },
    ship: { Type: 'Succeed' },
  },
});

describe('a Task that asks', () => {
  test.each([
    ['the approval alone', approval(props)],
    ['another workflow', order],
  ])('has nothing for the lint to say: %s', (_, definition) => {
    expect(lint(definition)).toEqual([]);
  });

  test('shows details by their labels, in their order, whatever is between the start and it', async () => {
    const machine = new MachineUnderTest('order', order);
    const asked: unknown[] = [];
    const input = { orderId: 'A-1', total: 5_400, tenantCode: 'tenant1', requestId: 'request-1' };
    const { states } = await machine.run(input, {
      'approval/request': (question: object, task) => {
        asked.push(question);
        task.fail('ApprovalRejected', '{}');
      },
    });
    expect(asked).toEqual([
      {
        tenantCode: 'tenant1',
        requestId: 'request-1',
        subject: 'Order A-1',
        details: [
          { label: 'Total', value: 5_400 },
          { label: 'Currency', value: 'EUR' },
          { label: 'Express', value: true },
        ],
      },
    ]);
    expect(states).toEqual(['approve_order', 'refuse']);
  });

  test('retries neither what people decide nor what comes again', () => {
    const { Retry } = ask({ subject: 'x', details: {} });
    expect(Retry[0]).toEqual({ ErrorEquals: [...UNMENDABLE_ERRORS, ...APPROVAL_ERRORS], MaxAttempts: 0 });
    expect(knownErrors('approval')).toEqual(expect.arrayContaining(UNMENDABLE_ERRORS));
  });
});

test('the function that asks is found by its name alone', () => {
  expect(approvalFunctionArn(scratchStack())).toBe(
    'arn:aws:lambda:ap-northeast-1:111111111111:function:dev-blueprint-approval-request:live',
  );
});

test.each(environments.map((env) => [env.name, env] as const))(
  'in %s a request expires by three sweeps before its Task does',
  (_, env) => {
    const margin = approvalTimeoutSeconds(env) - env.approvals.expirySeconds;
    expect(margin).toBeGreaterThanOrEqual(3 * env.reconcileMinutes * 60);
    expect(approvalTimeoutSeconds({ ...env, reconcileMinutes: 60 }) - env.approvals.expirySeconds).toBe(10_800);
  },
);
