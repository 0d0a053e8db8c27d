import '../../fakes/environment';

/** Variables of the order functions under test. Import this first: handlers read their environment while they load. */
const variables = {
  ORDERS_TABLE: 'orders',
  ORDERS_INDEX: 'newest-index',
  INVENTORY_TABLE: 'inventory',
  PAYMENTS_TABLE: 'payments',
  TOPIC_ARN: 'arn:aws:sns:ap-northeast-1:000000000000:orders',
  MACHINES_ARN: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:',
  TENANT_CLAIM: 'tenant',
};
Object.assign(process.env, variables);

export const { MACHINES_ARN, TOPIC_ARN } = variables;
