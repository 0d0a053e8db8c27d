import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { pause } from '../platform/pause';
import { TableThrottled } from './errors';
import { itemRowKey, type TaskName } from './keys';

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH_ITEMS = 25;
/** Batches under way at once: some 2,000 items a second, which a new table on demand takes. */
const LANES = 4;
const MAX_WRITES = 8;

/**
 * Writes the rows of a task's items. They are never changed afterwards, so that writing them again, at any time, leaves them as
 * they are: what becomes of an item stands in a row of its own.
 *
 * @param ttl epoch seconds at which the rows may expire
 * @throws TableThrottled when DynamoDB leaves rows of a batch unwritten eight times
 */
export async function writeItems(
  client: DynamoDBDocumentClient,
  table: string,
  task: TaskName,
  items: readonly unknown[],
  ttl: number,
): Promise<void> {
  const rows = items.map((content, index) => ({ ...itemRowKey(task, index + 1), content, ttl }));
  const starts = Array.from(
    { length: Math.ceil(rows.length / BATCH_ITEMS) },
    (_, batch) => batch * BATCH_ITEMS,
  ).values();
  const lane = async () => {
    for (const start of starts) await writeBatch(client, table, task, rows.slice(start, start + BATCH_ITEMS));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function writeBatch(
  client: DynamoDBDocumentClient,
  table: string,
  task: TaskName,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  let request: BatchWriteCommandInput['RequestItems'] = {
    [table]: rows.map((Item) => ({ PutRequest: { Item } })),
  };
  for (let write = 1; ; write++) {
    const answer: BatchWriteCommandOutput = await client.send(new BatchWriteCommand({ RequestItems: request }));
    request = answer.UnprocessedItems ?? {};
    if (Object.keys(request).length === 0) return;
    if (write === MAX_WRITES) {
      throw new TableThrottled(
        `DynamoDB left items of task ${task.taskId} unwritten ${write} times: the table is throttled. Publish it again, with this taskId.`,
      );
    }
    await pause(50 * 2 ** write);
  }
}
