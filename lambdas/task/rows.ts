import * as z from 'zod/mini';
import { callerContext } from '../platform/caller-context';
import { CorruptRow } from '../platform/errors';
import { describeIssues } from '../platform/issues';
import { taskKey } from './keys';
import { TASK_STATUSES } from './statuses';

const count = z.int().check(z.nonnegative());

const failure = z.object({ error: z.string(), cause: z.string(), executionArn: z.string(), at: z.string() });
/** How the execution of a task ended before its items were done. */
export type Failure = z.infer<typeof failure>;

const taskRow = z.object({
  ...taskKey.shape,
  context: callerContext,
  status: z.enum(TASK_STATUSES),
  /** ISO 8601, as all times here. */
  createdAt: z.string(),
  /** When the status was last changed. */
  changedAt: z.string(),
  startedAt: z.optional(z.string()),
  endedAt: z.optional(z.string()),
  failure: z.optional(failure),
});
/** The task itself: what it is, and how far it has come. */
export type TaskRow = z.infer<typeof taskRow>;

const progressRow = z.object({
  /** Hash of type and items: tells a repeated publish from another task of the same name. */
  digest: z.string(),
  succeeded: count,
  /** Items that failed, those that ran out of time included. */
  failed: count,
  timedOut: count,
});
/** How many items have come to which end: exact, since an item's outcome and its count are written together. */
export type ProgressRow = z.infer<typeof progressRow>;

const itemRow = z.object({ content: z.unknown() });

/** AWS or the sandbox failed, not the processor: the cause names roles and tables, and is for operators. */
const internal = z.optional(z.literal(true));
const at = { item: z.int(), at: z.string() };
const outcomeRow = z.discriminatedUnion('status', [
  z.object({ ...at, status: z.literal('succeeded'), result: z.optional(z.unknown()) }),
  z.object({ ...at, status: z.literal('failed'), error: z.string(), cause: z.string(), internal }),
]);
/** What became of an item. The row is written once; an item without one is pending. */
export type OutcomeRow = z.infer<typeof outcomeRow>;

/** @throws CorruptRow naming the row and the attribute that is not as this project writes it */
function parseRow<S extends z.ZodMiniType>(schema: S, item: Record<string, unknown>): z.infer<S> {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data as z.infer<S>;
  throw new CorruptRow(`row ${item.pk} / ${item.sk} of tasks: ${describeIssues(parsed.error)}`);
}

export const parseTaskRow = (item: Record<string, unknown>) => parseRow(taskRow, item);
export const parseProgressRow = (item: Record<string, unknown>) => parseRow(progressRow, item);
export const parseItemRow = (item: Record<string, unknown>) => parseRow(itemRow, item);
export const parseOutcomeRow = (item: Record<string, unknown>) => parseRow(outcomeRow, item);
