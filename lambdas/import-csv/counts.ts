import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { ledgerOf } from './keys';
import { parseOutcome } from './outcome';

/** How many rows are where. `read` is the sum of the others. */
export interface RowCounts {
  read: number;
  rejected: number;
  applied: number;
  failed: number;
  /** Without a final state yet. */
  pending: number;
}

/** What the ledger of an import says. */
export interface Ledger {
  counts: RowCounts;
  /** First rows of the batches that rejected some, and of the chunks some of whose rows were rejected or failed: in order. */
  withRejects: { first: number; of: 'batch' | 'chunk' }[];
}

const batch = z.object({ first: z.int(), read: z.int(), rejected: z.int() });

/**
 * Derives the counts of an import from its ledger: one item per batch, one per chunk, some 200,000 rows in a megabyte. Nothing is
 * counted up anywhere, so that nothing can be counted twice and no item is written by all.
 */
export async function readLedger(client: DynamoDBDocumentClient, table: string, jobId: string): Promise<Ledger> {
  const counts = { read: 0, rejected: 0, applied: 0, failed: 0 };
  const withRejects: Ledger['withRejects'] = [];
  for await (const item of ledgerItems(client, table, jobId)) {
    const found = batch.safeParse(item);
    if (found.success) {
      const { first, read, rejected } = found.data;
      counts.read += read;
      counts.rejected += rejected;
      if (rejected > 0) withRejects.push({ first, of: 'batch' });
      continue;
    }
    const { sk, applied, rejects, failures } = parseOutcome(item);
    counts.applied += applied;
    counts.rejected += rejects.length;
    counts.failed += failures.length;
    if (rejects.length + failures.length > 0) withRejects.push({ first: firstOf(sk), of: 'chunk' });
  }
  const pending = counts.read - counts.rejected - counts.applied - counts.failed;
  return { counts: { ...counts, pending }, withRejects: withRejects.sort((a, b) => a.first - b.first) };
}

async function* ledgerItems(
  client: DynamoDBDocumentClient,
  table: string,
  jobId: string,
): AsyncGenerator<Record<string, unknown>> {
  const { pk, prefix } = ledgerOf(jobId);
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :ledger)',
        ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
        ExpressionAttributeValues: { ':pk': pk, ':ledger': prefix },
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

function firstOf(sk: string): number {
  return Number(sk.slice(sk.lastIndexOf('#') + 1));
}
