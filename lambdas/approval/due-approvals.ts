import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { APPROVAL_ID, OPEN } from './keys';

export interface DueApproval {
  readonly id: string;
  /** ISO 8601. */
  readonly dueAt: string;
}

const PAGE_ITEMS = 25;
/** A run looks at a thousand requests, the longest due first. */
const MAX_PAGES = 40;

const indexItem = z.object({
  pk: z.string().check(z.regex(/^APPROVAL#/)),
  dueAt: z.string(),
});

/**
 * The requests that were due before an instant, a page at a time, the longest due first. The index is eventually consistent: what it
 * yields must be read again in the table.
 */
export async function* dueApprovals(
  client: DynamoDBDocumentClient,
  table: string,
  index: string,
  before: string,
): AsyncGenerator<readonly DueApproval[]> {
  let start: Record<string, unknown> | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: index,
        KeyConditionExpression: '#open = :open AND #dueAt <= :before',
        ExpressionAttributeNames: { '#open': 'open', '#dueAt': 'dueAt' },
        ExpressionAttributeValues: { ':open': OPEN, ':before': before },
        Limit: PAGE_ITEMS,
        ExclusiveStartKey: start,
      }),
    );
    yield Items.flatMap((item) => {
      const { data } = indexItem.safeParse(item);
      const id = data?.pk.slice('APPROVAL#'.length) ?? '';
      return data && APPROVAL_ID.test(id) ? [{ id, dueAt: data.dueAt }] : [];
    });
    if (LastEvaluatedKey === undefined) return;
    start = LastEvaluatedKey;
  }
}
