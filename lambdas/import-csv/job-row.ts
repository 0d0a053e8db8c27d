import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { ifConditionHolds } from '../platform/conditions';
import { describeIssues } from '../platform/issues';
import type { RowCounts } from './counts';
import { CorruptImport } from './errors';
import { type ImportJob, importJob, importSource } from './job';
import { jobKey } from './keys';

const failure = z.object({ error: z.string(), cause: z.string(), at: z.string() });
export type ImportFailure = z.infer<typeof failure>;

const jobRow = z.extend(importJob, {
  status: z.enum(['CREATED', 'PROCESSING', 'COMPLETED', 'FAILED']),
  source: importSource,
  /** Of an import by one function: how many rows it found, once it has handed all of them on. */
  rows: z.optional(z.int()),
  /** Of a completed import, all of its rows, by what became of them. */
  read: z.optional(z.int()),
  rejected: z.optional(z.int()),
  applied: z.optional(z.int()),
  failed: z.optional(z.int()),
  startedAt: z.optional(z.string()),
  completedAt: z.optional(z.string()),
  failure: z.optional(failure),
  /** The file can't be read in this mode: none of it was imported. */
  refused: z.optional(z.boolean()),
  /** Key of the file of rejected and failed rows, when there are any. */
  rejectsKey: z.optional(z.string()),
});

/** The record of an import. How many rows are where is derived from the ledger: see `ImportReader`. */
export type JobRow = z.infer<typeof jobRow>;

/**
 * Writes the record of an import once; false when it is there. One that was refused gives way to another way of reading the file: no
 * row of it has been imported.
 */
export async function createJob(client: DynamoDBDocumentClient, table: string, row: JobRow): Promise<boolean> {
  const put = new PutCommand({
    TableName: table,
    Item: { ...jobKey(row.jobId), ...row },
    ConditionExpression: 'attribute_not_exists(pk) OR (#refused = :true AND #mode <> :mode)',
    ExpressionAttributeNames: { '#refused': 'refused', '#mode': 'mode' },
    ExpressionAttributeValues: { ':true': true, ':mode': row.mode },
  });
  return (await ifConditionHolds(client.send(put))) !== undefined;
}

/** Read consistently. */
export async function readJob(
  client: DynamoDBDocumentClient,
  table: string,
  jobId: string,
): Promise<JobRow | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: jobKey(jobId), ConsistentRead: true }));
  if (Item === undefined) return undefined;
  const parsed = jobRow.safeParse(Item);
  if (parsed.success) return parsed.data;
  throw new CorruptImport(`the record of import ${jobId}: ${describeIssues(parsed.error)}`);
}

/** The import is under way: for the first time, or again after it has failed. */
export function markProcessing(client: DynamoDBDocumentClient, table: string, jobId: string, from: JobRow['status']) {
  return update(client, table, jobId, {
    UpdateExpression: 'SET #status = :processing, #startedAt = if_not_exists(#startedAt, :now) REMOVE #failure',
    ConditionExpression: '#status = :from',
    ExpressionAttributeNames: { '#status': 'status', '#startedAt': 'startedAt', '#failure': 'failure' },
    ExpressionAttributeValues: { ':processing': 'PROCESSING', ':from': from, ':now': new Date().toISOString() },
  });
}

/** One function has handed all rows of the file on. */
export function markRows(client: DynamoDBDocumentClient, table: string, jobId: string, rows: number) {
  return update(client, table, jobId, {
    UpdateExpression: 'SET #rows = :rows',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#rows': 'rows' },
    ExpressionAttributeValues: { ':rows': rows },
  });
}

/** The import has ended without being completed. One that is completed stays so: then the news is of an earlier run. */
export function markFailed(client: DynamoDBDocumentClient, table: string, jobId: string, why: ImportFailure) {
  return update(client, table, jobId, {
    UpdateExpression: 'SET #status = :failed, #failure = :failure',
    ConditionExpression: 'attribute_exists(pk) AND #status <> :completed',
    ExpressionAttributeNames: { '#status': 'status', '#failure': 'failure' },
    ExpressionAttributeValues: { ':failed': 'FAILED', ':completed': 'COMPLETED', ':failure': why },
  });
}

/** The file of a new import can't be read in its mode. */
export function markRefused(client: DynamoDBDocumentClient, table: string, jobId: string, why: ImportFailure) {
  return update(client, table, jobId, {
    UpdateExpression: 'SET #status = :failed, #failure = :failure, #refused = :true',
    ConditionExpression: '#status = :created',
    ExpressionAttributeNames: { '#status': 'status', '#failure': 'failure', '#refused': 'refused' },
    ExpressionAttributeValues: { ':failed': 'FAILED', ':created': 'CREATED', ':failure': why, ':true': true },
  });
}

/**
 * Every row has its final state. Of two that count at once, one may have seen less: rows only ever become applied, so that the one
 * with more of those is right.
 */
export function markCompleted(
  client: DynamoDBDocumentClient,
  table: string,
  { jobId }: Pick<ImportJob, 'jobId'>,
  { read, rejected, applied, failed }: RowCounts,
  rejectsKey: string | undefined,
) {
  const names = ['status', 'read', 'rejected', 'applied', 'failed', 'completedAt', 'failure', 'rejectsKey'];
  return update(client, table, jobId, {
    UpdateExpression:
      'SET #status = :completed, #read = :read, #rejected = :rejected, #applied = :applied, #failed = :failed, ' +
      `#completedAt = if_not_exists(#completedAt, :now)${rejectsKey ? ', #rejectsKey = :rejectsKey REMOVE #failure' : ' REMOVE #failure, #rejectsKey'}`,
    ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(#applied) OR #applied <= :applied)',
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ':completed': 'COMPLETED',
      ':read': read,
      ':rejected': rejected,
      ':applied': applied,
      ':failed': failed,
      ':now': new Date().toISOString(),
      ...(rejectsKey && { ':rejectsKey': rejectsKey }),
    },
  });
}

interface Change {
  UpdateExpression: string;
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Record<string, unknown>;
}

/** False when the condition did not hold. */
async function update(client: DynamoDBDocumentClient, table: string, jobId: string, change: Change): Promise<boolean> {
  const written = await ifConditionHolds(
    client.send(new UpdateCommand({ TableName: table, Key: jobKey(jobId), ...change })),
  );
  return written !== undefined;
}
