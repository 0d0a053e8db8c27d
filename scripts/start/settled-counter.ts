import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { openPartitions } from '@blueprint/lambdas/command/keys';

/** How many accepted commands are not settled yet: a COUNT over the sparse index, so that it costs little. */
export async function countOpenCommands(client: DynamoDBDocumentClient, table: string): Promise<number> {
  const counts = await Promise.all(openPartitions.map((partition) => countPartition(client, table, partition)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function countPartition(client: DynamoDBDocumentClient, table: string, partition: string): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'open-index',
        KeyConditionExpression: '#open = :partition',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: { ':partition': partition },
        Select: 'COUNT',
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
      }),
    );
    count += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return count;
}
