import { type DynamoDBDocumentClient, GetCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { describeIssues } from '../platform/issues';
import type { Chunk } from './chunks';
import { CorruptImport } from './errors';
import { type ItemKey, outcomeKey } from './keys';

const reasoned = z.object({ row: z.int(), reason: z.string() });

const outcome = z.object({
  pk: z.string(),
  sk: z.string(),
  /** Counts the writes of this item: whoever writes must have seen the one before. */
  turn: z.int(),
  applied: z.int(),
  /** Rows of which nothing is known yet. */
  undecided: z.array(z.int()),
  /** Rows that go through the command machine; `seen` is the newest version when that was decided, so that its command is above. */
  published: z.array(z.object({ row: z.int(), seen: z.int() })),
  rejects: z.array(reasoned),
  /** Rows whose command failed or was given up. One that is redriven ends as applied. */
  failures: z.array(reasoned),
  ttl: z.int(),
});

/**
 * What became of the rows of a chunk: the ledger from which every count of an import is derived. It changes in the same transaction
 * as what it tells of, or before that happens, so that a chunk that is delivered again finds out how far it was brought.
 */
export type Outcome = z.infer<typeof outcome>;

/** Of a chunk that nobody has applied: turn 0 is never written. */
export function untouched({ job, first, rows }: Chunk): Outcome {
  return {
    ...outcomeKey(job.jobId, first),
    turn: 0,
    applied: 0,
    undecided: rows.map(({ row }) => row),
    published: [],
    rejects: [],
    failures: [],
    ttl: job.ttl,
  };
}

/** The next turn, with rows moved from `undecided` to where they belong. */
export function decided(
  before: Outcome,
  moves: { applied?: readonly number[]; published?: Outcome['published']; rejects?: Outcome['rejects'] },
): Outcome {
  const { applied = [], published = [], rejects = [] } = moves;
  const gone = new Set([...applied, ...published.map(({ row }) => row), ...rejects.map(({ row }) => row)]);
  return {
    ...before,
    turn: before.turn + 1,
    applied: before.applied + applied.length,
    undecided: before.undecided.filter((row) => !gone.has(row)),
    published: [...before.published, ...published],
    rejects: [...before.rejects, ...rejects],
  };
}

/** Writes a turn: only over the one before it. */
export function putOutcome(table: string, next: Outcome): PutCommandInput {
  if (next.turn === 1) return { TableName: table, Item: next, ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    TableName: table,
    Item: next,
    ConditionExpression: '#turn = :seen',
    ExpressionAttributeNames: { '#turn': 'turn' },
    ExpressionAttributeValues: { ':seen': next.turn - 1 },
  };
}

/** Read consistently; undefined when nothing of the chunk has been decided. */
export async function readOutcome(
  client: DynamoDBDocumentClient,
  table: string,
  { pk, sk }: ItemKey,
): Promise<Outcome | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }));
  return Item && parseOutcome(Item);
}

/** @throws CorruptImport naming the attribute that is not as this project writes it */
export function parseOutcome(item: Record<string, unknown>): Outcome {
  const parsed = outcome.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new CorruptImport(`item ${item.pk} / ${item.sk} of import_tmp: ${describeIssues(parsed.error)}`);
}
