import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { backOff } from '../platform/pause';
import { Contended } from './errors';
import type { ItemKey } from './keys';

const MAX_PUTS = 25;
const MAX_ATTEMPTS = 8;

/**
 * Puts items, 25 in a request, and what DynamoDB leaves unprocessed again.
 *
 * @throws Contended when some are left unprocessed eight times
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
export async function putAll(client: DynamoDBDocumentClient, table: string, items: readonly ItemKey[]): Promise<void> {
  for (let from = 0; from < items.length; from += MAX_PUTS) {
    await putBatch(client, table, items.slice(from, from + MAX_PUTS));
  }
}

async function putBatch(client: DynamoDBDocumentClient, table: string, items: readonly ItemKey[]) {
  let left: { PutRequest: { Item: object } }[] = items.map((Item) => ({ PutRequest: { Item } }));
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const { UnprocessedItems = {} } = await client.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
    left = (UnprocessedItems[table] ?? []).flatMap(({ PutRequest }) =>
      PutRequest?.Item ? [{ PutRequest: { Item: PutRequest.Item } }] : [],
    );
    if (left.length === 0) return;
    await backOff(attempt);
  }
  throw new Contended(`DynamoDB left ${left.length} items of ${table} unwritten ${MAX_ATTEMPTS} times.`);
}
