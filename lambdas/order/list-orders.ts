import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { parseJson } from '../platform/parse-json';
import { backOff } from '../platform/pause';
import { OrdersThrottled } from './errors';
import type { OrderKey } from './keys';
import { type OrderRow, parseOrderRow } from './rows';

/** Some orders of a tenant, and where the next page begins; undefined at the end. */
export interface OrderPage {
  readonly orders: readonly OrderRow[];
  readonly next: string | undefined;
}

const MAX_READS = 5;
/** As DynamoDB told it: any other text would be refused by it, or begin somewhere else. */
const indexKey = z.object({
  pk: z.string(),
  sk: z.string().check(z.regex(/^ORDER#[\w-]{1,64}$/)),
  acceptedAt: z.string().check(z.regex(/^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/)),
});

/**
 * The orders of a tenant, the newest first. The index is eventually consistent, so that an order of the last moment may be missing; what
 * is shown of an order is read from its row, and is as it is now.
 *
 * @param from `next` of the page before; one that is no such text, or another tenant's, begins at the newest
 * @throws OrdersThrottled when DynamoDB leaves rows unread again and again
 */
export async function listOrders(
  client: DynamoDBDocumentClient,
  { table, index }: { readonly table: string; readonly index: string },
  tenantCode: string,
  limit: number,
  from?: string,
): Promise<OrderPage> {
  const pk = `TENANT#${tenantCode}`;
  const start = from === undefined ? undefined : startIn(pk, from);
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: index,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': 'pk' },
      ExpressionAttributeValues: { ':pk': pk },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: start,
    }),
  );
  const keys = Items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
  const rows = await readRows(client, table, keys);
  return {
    orders: keys.flatMap(({ sk }) => rows.get(sk) ?? []),
    next: LastEvaluatedKey && Buffer.from(JSON.stringify(LastEvaluatedKey)).toString('base64url'),
  };
}

function startIn(pk: string, from: string): Record<string, string> | undefined {
  const key = indexKey.safeParse(parseJson(Buffer.from(from, 'base64url').toString('utf8'))).data;
  return key?.pk === pk ? key : undefined;
}

async function readRows(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly OrderKey[],
): Promise<ReadonlyMap<string, OrderRow>> {
  const rows = new Map<string, OrderRow>();
  let left: readonly Record<string, unknown>[] = keys.map((key) => ({ ...key }));
  for (let read = 0; left.length > 0; read++) {
    if (read === MAX_READS) throw new OrdersThrottled(table, read);
    if (read > 0) await backOff(read);
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: [...left], ConsistentRead: true } } }),
    );
    for (const row of Responses?.[table] ?? []) rows.set(String(row.sk), parseOrderRow(row));
    left = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return rows;
}
