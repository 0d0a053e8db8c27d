import type { Call, Grant, Integrations } from './integration';
import type { PolicyScope } from './policy-scope';
import { literalValue } from './read-arguments';

const page = 'https://docs.aws.amazon.com/step-functions/latest/dg/dynamo-iam.html';

/** The ARN of a table; a bare token as TableName stands for the table's name, and an ARN is taken as it is. */
export function tableArn(call: Call, scope: PolicyScope, argument: string, table: unknown): string {
  const name = literalValue(call, argument, typeof table === 'string' ? table : undefined);
  return scope.identify(call.state, argument, name, {
    service: 'dynamodb',
    resource: (tableName) => `table/${tableName}`,
    token: 'name',
  });
}

/** A permission on the one table that TableName names. */
export function onTable(action: string): (call: Call, scope: PolicyScope) => readonly Grant[] {
  return (call, scope) => [
    { actions: [action], resources: [tableArn(call, scope, 'TableName', call.arguments.TableName)] },
  ];
}

/** A write gives the item back only when it is asked to. */
function returnedAttributes(call: Call): readonly string[] {
  const asked = call.arguments.ReturnValues;
  return asked === undefined || asked === 'NONE' ? [] : ['Attributes'];
}

const conditional = {
  ConditionExpression: 'text?',
  ExpressionAttributeNames: 'object?',
  ExpressionAttributeValues: 'object?',
  ReturnConsumedCapacity: 'text?',
  ReturnItemCollectionMetrics: 'text?',
  ReturnValues: 'text?',
  ReturnValuesOnConditionCheckFailure: 'text?',
} as const;

/**
 * Items of one DynamoDB table. Attribute values are DynamoDB JSON: `{ pk: { S: '…' } }`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html
 */
export const dynamodb = {
  'dynamodb:getItem': {
    patterns: [],
    page,
    arguments: {
      TableName: 'identifier',
      Key: 'object',
      ConsistentRead: 'flag?',
      ExpressionAttributeNames: 'object?',
      ProjectionExpression: 'text?',
      ReturnConsumedCapacity: 'text?',
    },
    content: ['Item'],
    permissions: onTable('dynamodb:GetItem'),
  },
  'dynamodb:putItem': {
    patterns: [],
    page,
    arguments: { TableName: 'identifier', Item: 'object', ...conditional },
    documents: { Item: 'attributes' },
    content: returnedAttributes,
    permissions: onTable('dynamodb:PutItem'),
  },
  'dynamodb:updateItem': {
    patterns: [],
    page,
    arguments: { TableName: 'identifier', Key: 'object', UpdateExpression: 'text?', ...conditional },
    documents: { ExpressionAttributeValues: 'attributes' },
    content: returnedAttributes,
    permissions: onTable('dynamodb:UpdateItem'),
  },
  'dynamodb:deleteItem': {
    patterns: [],
    page,
    arguments: { TableName: 'identifier', Key: 'object', ...conditional },
    content: returnedAttributes,
    permissions: onTable('dynamodb:DeleteItem'),
  },
} as const satisfies Integrations;
