import { toAsl } from '@blueprint/asl';
import { MACHINES_ARN } from '@blueprint/lambdas/order/fakes/environment';
import { TENANT } from '@blueprint/lambdas/order/fakes/orders';
import { handler as processOrder } from '@blueprint/lambdas/order/process-order';
import { handler as processPayment } from '@blueprint/lambdas/order/process-payment';
import { handler as refundOrder } from '@blueprint/lambdas/order/refund-order';
import { handler as validateOrder } from '@blueprint/lambdas/order/validate-order';
import { executionArn } from '@blueprint/lambdas/platform/live';
import { executionName } from '@blueprint/lambdas/platform/start-workflow';
import { functionArn } from '../../testing/machine';
import { order } from '../definition';

/** The function that asks a person. */
export const APPROVAL_ARN = 'arn:aws:lambda:ap-northeast-1:000000000000:function:approval__request';
const MACHINE_ARN = `${MACHINES_ARN}order`;
/** Where the functions look for the machine. */
export const REGION = MACHINE_ARN.split(':')[3] ?? '';
/** The machine as it is deployed. */
export const DEFINITION = toAsl(
  order({
    functionArn,
    approvalArn: APPROVAL_ARN,
    approvalAbove: 1_000,
    approvalSeconds: 86_400,
    table: 'orders',
    topicArn: 'arn:aws:sns:ap-northeast-1:000000000000:orders',
  }),
  { escape: 'none' },
);

/** The handlers of Tasks, by the ARNs of their functions; each takes what it parses. */
const handlers = new Map<string, (payload: never) => Promise<unknown>>([
  [functionArn('order/validate-order'), validateOrder],
  [functionArn('order/process-order'), processOrder],
  [functionArn('order/process-payment'), processPayment],
  [functionArn('order/refund-order'), refundOrder],
]);

/** Runs the real handler of a function. */
export async function invokeHandler(functionName: string, payload: unknown): Promise<unknown> {
  const handler = handlers.get(functionName);
  if (!handler) throw new Error(`The machine calls ${functionName}, which the test does not know.`);
  return handler(payload as never); // it parses what it is given
}

/** The execution of an order. */
export function arnOf(orderId: string): string {
  return executionArn(MACHINE_ARN, executionName('order', TENANT, orderId));
}
