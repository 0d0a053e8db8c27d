import type { FunctionPath } from '@blueprint/lambdas';
import type { Construct } from 'constructs';
import type { Statement } from '../constructs/policy';
import { type FunctionSettings, StateFunctions } from '../constructs/state-functions';
import { ownStored, type Storage } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';

/** A function that is no state. */
type OtherPath = 'order/http' | 'order/settle';

type StatePath = Exclude<Extract<FunctionPath, `order/${string}`>, OtherPath>;

/** The functions that are states of the machine `order`, each with just the variables and rights that its handler uses. */
export function stateFunctions(scope: Construct, { storage, bundles }: WorkflowProps): StateFunctions<StatePath> {
  const common = { bundles, codeBucket: storage.assets.name, keyArn: storage.keyArn };
  return new StateFunctions(scope, common, settings(storage), 'stacks/order/state-functions.ts');
}

/** A right on rows of one of the workflow's tables. */
export function onRows(storage: Storage, table: 'orders' | 'inventory' | 'payments', ...actions: string[]): Statement {
  return {
    Sid: `${table[0]?.toUpperCase()}${table.slice(1)}`,
    Action: actions.map((action) => `dynamodb:${action}`),
    Resource: [ownStored(storage, table).arn],
  };
}

function tableNames(storage: Storage) {
  return {
    ORDERS_TABLE: ownStored(storage, 'orders').name,
    INVENTORY_TABLE: ownStored(storage, 'inventory').name,
    PAYMENTS_TABLE: ownStored(storage, 'payments').name,
  };
}

/** What undoing an order takes: a transaction's actions are asked for one by one. */
export function undoing(storage: Storage): Pick<FunctionSettings, 'environment' | 'grants'> {
  return {
    environment: tableNames(storage),
    grants: [
      onRows(storage, 'orders', 'GetItem', 'UpdateItem'),
      onRows(storage, 'inventory', 'GetItem', 'UpdateItem'),
      onRows(storage, 'payments', 'PutItem', 'UpdateItem'),
    ],
  };
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
function settings(storage: Storage): Readonly<Record<StatePath, FunctionSettings>> {
  const { ORDERS_TABLE, INVENTORY_TABLE, PAYMENTS_TABLE } = tableNames(storage);
  return {
    'order/validate-order': {
      environment: { ORDERS_TABLE, INVENTORY_TABLE },
      grants: [onRows(storage, 'orders', 'GetItem', 'UpdateItem'), onRows(storage, 'inventory', 'GetItem')],
    },
    'order/process-order': {
      environment: { ORDERS_TABLE, INVENTORY_TABLE },
      grants: [
        onRows(storage, 'orders', 'GetItem', 'UpdateItem'),
        onRows(storage, 'inventory', 'PutItem', 'UpdateItem'),
      ],
    },
    'order/process-payment': {
      environment: { ORDERS_TABLE, PAYMENTS_TABLE },
      grants: [onRows(storage, 'orders', 'GetItem', 'UpdateItem'), onRows(storage, 'payments', 'GetItem', 'PutItem')],
    },
    'order/refund-order': undoing(storage),
  };
}
