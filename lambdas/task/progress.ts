import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { TaskMissing } from './errors';
import { outcomeKey, progressKey, type TaskName } from './keys';
import { type ProgressRow, parseProgressRow } from './rows';

/** @throws TaskMissing when the counts are gone */
export async function readProgress(
  client: DynamoDBDocumentClient,
  table: string,
  task: TaskName,
): Promise<ProgressRow> {
  const read = new GetCommand({ TableName: table, Key: progressKey(task), ConsistentRead: true });
  const { Item } = await client.send(read);
  if (Item === undefined) throw new TaskMissing(task, 'progress');
  return parseProgressRow(Item);
}

/** The items of a task that have no outcome, in their order. */
export async function* pendingItems(
  client: DynamoDBDocumentClient,
  table: string,
  task: TaskName & { itemCount: number },
): AsyncGenerator<number> {
  let next = 1;
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :first AND :last',
        ProjectionExpression: '#item',
        ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk', '#item': 'item' },
        ExpressionAttributeValues: {
          ':pk': outcomeKey(task, 1).pk,
          ':first': outcomeKey(task, 1).sk,
          ':last': outcomeKey(task, task.itemCount).sk,
        },
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    for (const { item } of Items) {
      for (; next < Number(item); next++) yield next;
      next = Number(item) + 1;
    }
    start = LastEvaluatedKey;
  } while (start !== undefined);
  for (; next <= task.itemCount; next++) yield next;
}
