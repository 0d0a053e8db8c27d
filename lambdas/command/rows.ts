import * as z from 'zod/mini';
import { callerContext } from '../platform/caller-context';
import { CorruptRow } from '../platform/errors';
import { describeIssues } from '../platform/issues';
import { type CommandKey, commandKey } from './keys';

const text = z.string().check(z.minLength(1));

/** The execution of the next version, waiting for this command to be settled. */
export const waiter = z.object({
  taskToken: text,
  version: z.int(),
  executionArn: text,
  /** The waiting command's key: the output of its wait. */
  key: commandKey,
  at: z.string(),
});
export type Waiter = z.infer<typeof waiter>;

const failure = z.object({ error: z.string(), cause: z.string(), executionArn: text, at: z.string() });
export type Failure = z.infer<typeof failure>;

const skip = z.object({ reason: text, by: text, at: z.string() });
export type Skip = z.infer<typeof skip>;

/** The row of an imported file that a command came from. */
export const origin = z.object({
  /** Id of the import. */
  job: text,
  /** Number of the first row of the chunk that the row was in. */
  chunk: z.int(),
  /** Number of the row in the file: the first one below the header is 1. */
  row: z.int(),
  /** The import waits to hear how the command ends. A row that was applied with its chunk has no one waiting. */
  awaited: z.optional(z.boolean()),
});
export type Origin = z.infer<typeof origin>;

const commandHead = z.object({
  pk: text,
  entitySk: text,
  version: z.int(),
  entityType: text,
  tenantCode: text,
  action: z.enum(['put', 'delete']),
  commandId: text,
  context: callerContext,
  /** ISO 8601. */
  acceptedAt: z.string(),
  status: z.enum(['accepted', 'applied', 'failed', 'skipped']),
  settledAt: z.optional(z.string()),
  /** Which execution settles the command: each attempt has a name of its own. */
  attempt: z._default(z.int(), 1),
  /** Redrives asked for on this attempt. A failure of an earlier run of the same execution is told by its smaller count. */
  redrives: z._default(z.int(), 0),
  open: z.optional(z.string()),
  failure: z.optional(failure),
  skip: z.optional(skip),
  waiter: z.optional(waiter),
  origin: z.optional(origin),
});

/** A command row without its body. */
export type CommandHead = z.infer<typeof commandHead>;

const commandRow = z.extend(commandHead, { attributes: z.optional(z.record(z.string(), z.unknown())) });

export type CommandRow = z.infer<typeof commandRow>;

/** A command row as it is written: what has a default need not stand on it. */
export type StoredCommandRow = z.input<typeof commandRow>;

/** Top-level attributes of a command row that leave its body, up to 300 KB, in the table. */
export const headAttributes: readonly string[] = Object.keys(commandHead.shape);

/** A data row: the current state of an entity, or with `deleted` the tombstone that keeps its version. */
const dataRow = z.looseObject({
  pk: text,
  sk: text,
  version: z.int(),
  entityType: z.optional(z.string()),
  /** ISO 8601. */
  createdAt: z.optional(z.string()),
  updatedAt: z.optional(z.string()),
  deleted: z.optional(z.boolean()),
  /** The command whose effect the row shows; a skipped version leaves it as it was. */
  commandId: z.optional(z.string()),
  attributes: z.optional(z.record(z.string(), z.unknown())),
});
export type DataRow = z.infer<typeof dataRow>;

/** When a command was settled: for people, and in the epoch seconds that its expiry is computed from. */
export function settlement(now: Date): { settledAt: string; settledEpoch: number } {
  return { settledAt: now.toISOString(), settledEpoch: Math.floor(now.getTime() / 1000) };
}

/** Settled is final: every target synced, or skipped. */
export function isSettled(row: Pick<CommandHead, 'status'>): boolean {
  return row.status === 'applied' || row.status === 'skipped';
}

/** The key that an execution of this row carries. */
export function keyOf(row: CommandHead): CommandKey {
  return {
    pk: row.pk,
    sk: row.entitySk,
    version: row.version,
    commandId: row.commandId,
    entityType: row.entityType,
    tenantCode: row.tenantCode,
    requestId: row.context.requestId,
  };
}

/** @throws CorruptRow naming the row and the attribute that is not as this project writes it */
function parseRow<S extends z.ZodMiniType>(schema: S, table: string, item: Record<string, unknown>): z.infer<S> {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data as z.infer<S>;
  throw new CorruptRow(
    `row ${item.pk} / ${item.entitySk ?? item.sk} version ${item.version} of ${table}: ${describeIssues(parsed.error)}`,
  );
}

export const parseCommandHead = (item: Record<string, unknown>) => parseRow(commandHead, 'commands', item);
export const parseCommandRow = (item: Record<string, unknown>) => parseRow(commandRow, 'commands', item);
export const parseDataRow = (item: Record<string, unknown>) => parseRow(dataRow, 'data', item);
