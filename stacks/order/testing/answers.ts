import { type Answers, functionArn, named } from '../../testing/machine';
import { order } from '../definition';

export const APPROVAL_SECONDS = 600;
export const props = {
  functionArn,
  approvalArn: 'arn:aws:lambda:ap-northeast-1:000000000000:function:approval__request',
  approvalAbove: 100_000,
  approvalSeconds: APPROVAL_SECONDS,
  table: 'orders',
  topicArn: 'arn:aws:sns:ap-northeast-1:000000000000:orders',
};
export const definition = order(props);
/** An order of the newest version. */
export const input = {
  schemaVersion: 2,
  tenantCode: 'tenant1',
  orderId: 'order-1',
  requestId: 'request-1',
  items: [{ sku: 'pen', quantity: 2 }],
};

interface Sent {
  Subject?: string;
  Message: unknown;
  MessageAttributes: Record<string, { StringValue: string }>;
}

/** Handlers that agree with everything, and what was written and sent. */
export function agreeing(changes: Answers = {}, validated: object = {}) {
  const sent: Sent[] = [];
  const written: Record<string, Record<string, { S?: string; N?: string }>>[] = [];
  const answers: Answers = {
    'order/validate-order': (given: object) => ({ ...given, amount: 200, inventory: { inStock: true }, ...validated }),
    'order/process-order': () => ({ reserved: true }),
    'order/process-payment': () => ({ paid: true }),
    'order/refund-order': ({ outcome }: { outcome: string }) => ({ status: outcome }),
    'dynamodb:updateItem': (given: never) => {
      written.push(given);
      return {};
    },
    'sns:publish': (given: Sent) => {
      sent.push(given);
      return { MessageId: '1' };
    },
    ...changes,
  };
  return { answers, sent, written };
}

/** An answer that fails. */
export const fails =
  (name: string, message = '') =>
  () => {
    throw named(name, message);
  };
