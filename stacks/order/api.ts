import { operations } from '@blueprint/lambdas/order/operations';
import type { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { HttpFunction } from '../constructs/http-function';
import { mayStart } from '../constructs/live';
import type { StateMachine } from '../constructs/state-machine';
import { ownStored } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';
import { onRows } from './state-functions';

/** Index of the orders' table: the orders of a tenant by the time they were accepted. */
export const NEWEST_INDEX = 'newest-index';

/** Takes orders, alone and in batches, starts them, and tells how they stand. */
export function serveOrders(
  scope: Construct,
  { storage, bundles, api }: WorkflowProps,
  machines: readonly StateMachine[],
): HttpFunction {
  const stack = EnvironmentStack.of(scope);
  const orders = ownStored(storage, 'orders');
  return new HttpFunction(scope, 'http', {
    api,
    operations,
    path: 'order/http',
    bundles,
    codeBucket: storage.assets.name,
    keyArn: storage.keyArn,
    environment: {
      ORDERS_TABLE: orders.name,
      ORDERS_INDEX: NEWEST_INDEX,
      MACHINES_ARN: stack.arn('states', `stateMachine:${stack.resourceName('')}`),
    },
    grants: [
      onRows(storage, 'orders', 'BatchGetItem', 'GetItem', 'PutItem'),
      { Sid: 'NewestOrders', Action: ['dynamodb:Query'], Resource: [`${orders.arn}/index/${NEWEST_INDEX}`] },
      mayStart(machines.map(({ arn }) => arn)),
      {
        // A start that was done before is compared with the one that is asked for.
        Sid: 'Started',
        Action: ['states:DescribeExecution'],
        Resource: machines.map(({ name }) => stack.arn('states', `execution:${name}:*`)),
      },
    ],
  });
}
