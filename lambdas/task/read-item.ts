import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { pause } from '../platform/pause';
import { TableThrottled, TaskMissing } from './errors';
import { itemRowKey, outcomeKey, type TaskName, taskRowKey } from './keys';
import { parseItemRow, parseTaskRow, type TaskRow } from './rows';

/** An item before it is run. */
export interface ItemState {
  task: TaskRow;
  content: unknown;
  hasOutcome: boolean;
}

const MAX_READS = 3;

/**
 * One consistent BatchGetItem: the task, the item, and whether it has an outcome.
 *
 * @throws TaskMissing when the task or the item is not there; TableThrottled when DynamoDB leaves keys unread three times
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export async function readItem(
  client: DynamoDBDocumentClient,
  table: string,
  { item, ...task }: TaskName & { item: number },
): Promise<ItemState> {
  const keys = [taskRowKey(task), itemRowKey(task, item), outcomeKey(task, item)];
  const found = new Map<string, Record<string, unknown>>();
  let request: BatchGetCommandInput['RequestItems'] = { [table]: { Keys: keys, ConsistentRead: true } };
  for (let read = 1; ; read++) {
    const answer: BatchGetCommandOutput = await client.send(new BatchGetCommand({ RequestItems: request }));
    for (const row of answer.Responses?.[table] ?? []) found.set(String(row.sk), row);
    request = answer.UnprocessedKeys ?? {};
    if (Object.keys(request).length === 0) break;
    if (read === MAX_READS) {
      throw new TableThrottled(
        `DynamoDB left rows of task ${task.taskId} unread ${read} times: the table is throttled.`,
      );
    }
    await pause(100 * read);
  }
  const [row, content, outcome] = keys.map(({ sk }) => found.get(sk));
  if (row === undefined) throw new TaskMissing(task, 'row');
  if (content === undefined) throw new TaskMissing(task, `item ${item}`);
  return { task: parseTaskRow(row), content: parseItemRow(content).content, hasOutcome: outcome !== undefined };
}
