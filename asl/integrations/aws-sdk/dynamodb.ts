import { isJsonArray, isJsonata, isJsonObject, type JsonObject, type JsonValue } from '../../definition/json';
import { onTable, tableArn } from '../dynamodb';
import type { Call, Grant, Integrations, NamedIdentifier } from '../integration';
import type { PolicyScope } from '../policy-scope';
import { literal } from '../read-arguments';

const patterns = ['waitForTaskToken'] as const;
const page = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html';

/** A permission on the table, or on the index when the call names one. */
function onTableOrIndex(action: string): (call: Call, scope: PolicyScope) => readonly Grant[] {
  return (call, scope) => {
    const table = tableArn(call, scope, 'TableName', call.arguments.TableName);
    const index = call.arguments.IndexName === undefined ? '' : `/index/${literal(call, 'IndexName')}`;
    return [{ actions: [action], resources: [`${table}${index}`] }];
  };
}

/** Batches name their tables as the keys of RequestItems. */
function requestedTables(given: JsonObject): readonly NamedIdentifier[] {
  if (!isJsonObject(given.RequestItems)) return [{ argument: 'RequestItems', value: given.RequestItems ?? null }];
  return Object.keys(given.RequestItems).map((table) => ({ argument: 'RequestItems', value: table }));
}

function onRequestedTables(action: string): (call: Call, scope: PolicyScope) => readonly Grant[] {
  return (call, scope) => [
    {
      actions: [action],
      resources: requestedTables(call.arguments).map(({ argument, value }) => tableArn(call, scope, argument, value)),
    },
  ];
}

const transactional = {
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
  Get: 'dynamodb:GetItem',
} as const;

/** One operation of a transaction: the permission it takes, and where it names its table. */
interface Part extends NamedIdentifier {
  readonly action: string;
}

/** The operations of a transaction and the table of each; an expression that makes items, or one of them, hides it. */
function transactionParts(given: JsonObject): readonly Part[] {
  const hidden = (argument: string, value: JsonValue | undefined): readonly Part[] => [
    { action: 'dynamodb:PutItem', argument, value: isJsonata(value) ? value : null },
  ];
  if (!isJsonArray(given.TransactItems)) return hidden('TransactItems', given.TransactItems);
  return given.TransactItems.flatMap((item, index) => {
    if (!isJsonObject(item)) return hidden(`TransactItems[${index}]`, item);
    return Object.entries(transactional).flatMap(([operation, action]): readonly Part[] => {
      const part = item[operation];
      if (part === undefined) return [];
      const argument = `TransactItems[${index}].${operation}`;
      if (!isJsonObject(part)) return hidden(argument, part);
      return [{ action, argument: `${argument}.TableName`, value: part.TableName ?? null }];
    });
  });
}

/** A transaction takes the permission of each operation in it; there is none of its own. */
function onTransactedTables(call: Call, scope: PolicyScope): readonly Grant[] {
  return transactionParts(call.arguments).map(({ action, argument, value }) => ({
    actions: [action],
    resources: [tableArn(call, scope, argument, value)],
  }));
}

const read = {
  TableName: 'identifier',
  IndexName: 'identifier?',
  ConsistentRead: 'flag?',
  ExclusiveStartKey: 'object?',
  ExpressionAttributeNames: 'object?',
  ExpressionAttributeValues: 'object?',
  FilterExpression: 'text?',
  Limit: 'number?',
  ProjectionExpression: 'text?',
  ReturnConsumedCapacity: 'text?',
  Select: 'text?',
} as const;

/**
 * What the optimized integration of DynamoDB doesn't have: queries, batches and transactions.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export const dynamodbSdk = {
  'aws-sdk:dynamodb:query': {
    patterns,
    page,
    arguments: { ...read, KeyConditionExpression: 'text', ScanIndexForward: 'flag?' },
    content: ['Items'],
    permissions: onTableOrIndex('dynamodb:Query'),
  },
  'aws-sdk:dynamodb:scan': {
    patterns,
    page,
    arguments: { ...read, Segment: 'number?', TotalSegments: 'number?' },
    content: ['Items'],
    permissions: onTableOrIndex('dynamodb:Scan'),
  },
  'aws-sdk:dynamodb:batchGetItem': {
    patterns,
    page,
    arguments: { RequestItems: 'object', ReturnConsumedCapacity: 'text?' },
    content: ['Responses', 'Responses.*'],
    nestedIdentifiers: requestedTables,
    permissions: onRequestedTables('dynamodb:BatchGetItem'),
  },
  'aws-sdk:dynamodb:batchWriteItem': {
    patterns,
    page,
    arguments: { RequestItems: 'object', ReturnConsumedCapacity: 'text?', ReturnItemCollectionMetrics: 'text?' },
    documents: { RequestItems: 'attributes' },
    content: ['UnprocessedItems', 'UnprocessedItems.*'],
    nestedIdentifiers: requestedTables,
    permissions: onRequestedTables('dynamodb:BatchWriteItem'),
  },
  'aws-sdk:dynamodb:transactGetItems': {
    patterns,
    page,
    arguments: { TransactItems: 'list', ReturnConsumedCapacity: 'text?' },
    content: ['Responses', 'Responses.Item'],
    nestedIdentifiers: transactionParts,
    permissions: onTransactedTables,
  },
  'aws-sdk:dynamodb:transactWriteItems': {
    patterns,
    page,
    arguments: {
      TransactItems: 'list',
      ClientRequestToken: 'text?',
      ReturnConsumedCapacity: 'text?',
      ReturnItemCollectionMetrics: 'text?',
    },
    documents: { TransactItems: 'attributes' },
    nestedIdentifiers: transactionParts,
    permissions: onTransactedTables,
  },
  'aws-sdk:dynamodb:describeTable': {
    patterns,
    page,
    arguments: { TableName: 'identifier' },
    permissions: onTable('dynamodb:DescribeTable'),
  },
} as const satisfies Integrations;
