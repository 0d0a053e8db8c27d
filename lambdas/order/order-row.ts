import { type DynamoDBDocumentClient, GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { OrderMissing } from './errors';
import { type OrderName, orderRowKey } from './keys';
import { type OrderRow, parseOrderRow } from './rows';
import type { OrderStatus } from './statuses';

/** Attributes that are written with a status. */
export type Attributes = Readonly<Partial<Pick<OrderRow, 'items' | 'amount' | 'outcome' | 'reason'>>> & {
  readonly paidAt?: string;
  readonly endedAt?: string;
};

/**
 * Reads an order consistently.
 *
 * @throws OrderMissing
 */
export async function readOrder(client: DynamoDBDocumentClient, table: string, order: OrderName): Promise<OrderRow> {
  const { Item } = await client.send(
    new GetCommand({ TableName: table, Key: orderRowKey(order), ConsistentRead: true }),
  );
  if (Item === undefined) throw new OrderMissing(order);
  return parseOrderRow(Item);
}

/**
 * Moves an order on, if it has one of the statuses that it may come from: of two who would move it, one does.
 *
 * @returns whether the status was changed; false too when the row is gone
 */
export async function advanceOrder(
  client: DynamoDBDocumentClient,
  table: string,
  order: OrderName,
  from: readonly OrderStatus[],
  to: OrderStatus,
  attributes: Attributes = {},
): Promise<boolean> {
  const write = new UpdateCommand(advancing(table, order, from, to, attributes));
  return (await ifConditionHolds(client.send(write))) !== undefined;
}

/** The update behind {@link advanceOrder}: single attributes and one version more, under the condition on the status. */
export function advancing(
  table: string,
  order: OrderName,
  from: readonly OrderStatus[],
  to: OrderStatus,
  attributes: Attributes = {},
): UpdateCommandInput & { UpdateExpression: string } {
  const set = { status: to, changedAt: new Date().toISOString(), ...attributes };
  const before = Object.fromEntries(from.map((status, index) => [`:from${index}`, status]));
  const assignments = Object.keys(set).map((name) => `#${name} = :${name}`);
  return {
    TableName: table,
    Key: orderRowKey(order),
    UpdateExpression: `SET ${[...assignments, '#version = #version + :one'].join(', ')}`,
    ConditionExpression: `#status IN (${Object.keys(before).join(', ')})`,
    ExpressionAttributeNames: Object.fromEntries([...Object.keys(set), 'version'].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...before,
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      ':one': 1,
    },
  };
}
