import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type EntityKey, MAX_VERSION, versionKey } from './keys';
import { type CommandHead, parseCommandHead } from './rows';

/**
 * The command rows of an entity, the newest first, read consistently. An entity whose sk continues with `@` and a digit has its rows
 * in the same range, so a row in it need not be this entity's.
 *
 * @param above leaves out this version and those before it
 * @param below leaves out this version and those after it
 * @param firstPage rows that are asked for at first; further pages are larger
 */
export async function* newestCommands(
  client: DynamoDBDocumentClient,
  table: string,
  key: EntityKey,
  { above = 0, below = MAX_VERSION + 1, firstPage = 1 }: { above?: number; below?: number; firstPage?: number } = {},
): AsyncGenerator<CommandHead> {
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :first AND :last',
        FilterExpression: '#entitySk = :entitySk',
        ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk', '#entitySk': 'entitySk' },
        ExpressionAttributeValues: {
          ':pk': key.pk,
          ':first': versionKey(key.sk, above === 0 ? 0 : above + 1),
          ':last': versionKey(key.sk, below - 1),
          ':entitySk': key.sk,
        },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: start === undefined ? firstPage : 100,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of page.Items ?? []) yield parseCommandHead(item);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}
