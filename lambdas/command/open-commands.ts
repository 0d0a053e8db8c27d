import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { CorruptRow } from '../platform/errors';
import { type EntityKey, parseVersionKey } from './keys';

export interface OpenCommand extends EntityKey {
  version: number;
  /** ISO 8601. */
  acceptedAt: string;
}

const PAGE_ITEMS = 100;
/** A run sees 500 commands per partition, 4,000 in all, the oldest first; so many at once are an incident by any measure. */
const MAX_PAGES = 5;

const indexItem = z.object({ pk: z.string(), sk: z.string(), acceptedAt: z.string() });

/**
 * The open commands of one partition that were accepted before an instant, the oldest first. The index is eventually
 * consistent: what it yields must be read again in the table. An item that is no command is yielded as the error it is, so that
 * those behind it still get their turn.
 */
export async function* openCommands(
  client: DynamoDBDocumentClient,
  table: string,
  index: string,
  partition: string,
  before: string,
): AsyncGenerator<OpenCommand | CorruptRow> {
  let start: Record<string, unknown> | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: index,
        KeyConditionExpression: '#open = :open AND #acceptedAt < :before',
        ExpressionAttributeNames: { '#open': 'open', '#acceptedAt': 'acceptedAt' },
        ExpressionAttributeValues: { ':open': partition, ':before': before },
        Limit: PAGE_ITEMS,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of Items) yield toOpenCommand(item);
    if (LastEvaluatedKey === undefined) return;
    start = LastEvaluatedKey;
  }
}

function toOpenCommand(item: Record<string, unknown>): OpenCommand | CorruptRow {
  const { data: row } = indexItem.safeParse(item);
  const named = row && parseVersionKey(row.sk);
  if (!named)
    return new CorruptRow(`row ${item.pk} / ${item.sk} of the open index is no command: its sk must end in a version`);
  return { pk: row.pk, ...named, acceptedAt: row.acceptedAt };
}
