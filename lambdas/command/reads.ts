import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  GetCommand,
} from '@aws-sdk/lib-dynamodb';
import { ReadThrottled } from './errors';
import { type EntityKey, versionKey } from './keys';
import {
  type CommandHead,
  type CommandRow,
  type DataRow,
  headAttributes,
  isSettled,
  parseCommandHead,
  parseCommandRow,
  parseDataRow,
} from './rows';

export interface EntityTables {
  commands: string;
  data: string;
}

/** What is known of an entity: the asked-for versions of its command rows, and the version that `data` shows. */
export interface EntityState {
  /** The command row of a version, without its body; undefined when there is none. */
  command(version: number): CommandHead | undefined;
  /** 0 when there is no data row; a tombstone counts with its version. */
  dataVersion: number;
  /** The command whose effect `data` shows. */
  dataCommandId: string | undefined;
}

/** Bodies of up to 300 KB stay in the table. Each name has a placeholder, since many of ours are reserved words. */
const projection = (names: readonly string[]) => ({
  ProjectionExpression: names.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
});
const headProjection = projection(headAttributes);
const dataProjection = projection(['pk', 'sk', 'version', 'commandId']);

const MAX_READS = 3;

/**
 * One consistent BatchGetItem over two tables. The rows are each read consistently but not at one instant; the protocol only
 * draws conclusions that stay true afterwards (a settled row stays settled, a version never goes back).
 *
 * @throws ReadThrottled when DynamoDB leaves keys unprocessed three times
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export async function readEntity(
  client: DynamoDBDocumentClient,
  tables: EntityTables,
  key: EntityKey,
  versions: readonly number[],
): Promise<EntityState> {
  const commandKeys = versions.filter((v) => v > 0).map((v) => ({ pk: key.pk, sk: versionKey(key.sk, v) }));
  const heads = new Map<number, CommandHead>();
  let data: { version: number; commandId?: string | undefined } | undefined;
  let request: BatchGetCommandInput['RequestItems'] = {
    ...(commandKeys.length > 0 && {
      [tables.commands]: { Keys: commandKeys, ConsistentRead: true, ...headProjection },
    }),
    [tables.data]: { Keys: [{ pk: key.pk, sk: key.sk }], ConsistentRead: true, ...dataProjection },
  };
  for (let read = 0; read < MAX_READS; read++) {
    const answer: BatchGetCommandOutput = await client.send(new BatchGetCommand({ RequestItems: request }));
    for (const item of answer.Responses?.[tables.commands] ?? []) {
      const head = parseCommandHead(item);
      heads.set(head.version, head);
    }
    for (const item of answer.Responses?.[tables.data] ?? []) data = parseDataRow(item);
    request = answer.UnprocessedKeys ?? {};
    if (Object.keys(request).length === 0) {
      return {
        command: (version) => heads.get(version),
        dataVersion: data?.version ?? 0,
        dataCommandId: data?.commandId,
      };
    }
  }
  throw new ReadThrottled(
    `DynamoDB left rows of ${key.pk} / ${key.sk} unread ${MAX_READS} times: the tables are throttled.`,
  );
}

/** Whether the version before this one is settled, by its row or, once TTL has removed that, by `data`. */
export function predecessorSettled(version: number, state: EntityState): boolean {
  if (version === 1) return true;
  const predecessor = state.command(version - 1);
  return predecessor === undefined ? state.dataVersion >= version - 1 : isSettled(predecessor);
}

/** The whole command row, read consistently. */
export async function readCommand(
  client: DynamoDBDocumentClient,
  table: string,
  key: EntityKey & { version: number },
): Promise<CommandRow | undefined> {
  const { Item } = await client.send(
    new GetCommand({
      TableName: table,
      Key: { pk: key.pk, sk: versionKey(key.sk, key.version) },
      ConsistentRead: true,
    }),
  );
  return Item && parseCommandRow(Item);
}

/** The command row without its body, read consistently. */
export async function readCommandHead(
  client: DynamoDBDocumentClient,
  table: string,
  key: EntityKey & { version: number },
): Promise<CommandHead | undefined> {
  const { Item } = await client.send(
    new GetCommand({
      TableName: table,
      Key: { pk: key.pk, sk: versionKey(key.sk, key.version) },
      ConsistentRead: true,
      ...headProjection,
    }),
  );
  return Item && parseCommandHead(Item);
}

/** The whole data row, read consistently. */
export async function readData(
  client: DynamoDBDocumentClient,
  table: string,
  key: EntityKey,
): Promise<DataRow | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: table, Key: { pk: key.pk, sk: key.sk }, ConsistentRead: true }),
  );
  return Item && parseDataRow(Item);
}
