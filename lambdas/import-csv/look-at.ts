import type { NewCommand } from '../command/command-put';
import { newestCommands } from '../command/newest-commands';
import { readData } from '../command/reads';
import { type CommandHead, type DataRow, isSettled } from '../command/rows';
import { dynamodb } from '../platform/dynamodb';
import type { ChunkRow } from './chunk-rows';
import type { ImportJob } from './job';
import { sameKey } from './rows';

/** What is to happen with a row whose entity exists. */
export type Verdict =
  | { row: number; reason: string }
  /** The entity rests at a settled version: `before` is its data row. */
  | { row: number; command: NewCommand; before: DataRow; expires: boolean; seen: number }
  /** A version is under way, or failed: the machine puts the row behind it. */
  | { row: number; seen: number };

/** How far the clocks of two functions may be apart. */
const CLOCK_SKEW_MS = 5 * 60_000;
const FIRST_PAGE = 4;

/**
 * Looks at the entity of a row: its data, then its commands, so that no version shows in the data that was not looked at as a
 * command. Whatever the verdict, it is carried out under conditions on what was seen.
 */
export async function lookAt(
  tables: { commands: string; data: string },
  job: ImportJob,
  { row, command }: ChunkRow,
): Promise<Verdict> {
  const before = await readData(dynamodb, tables.data, command);
  const { newest, later } = await newestAndLater(tables.commands, job, row, command);
  if (later !== undefined) return { row, reason: sameKey(later) };
  const seen = Math.max(newest?.version ?? 0, before?.version ?? 0);
  const rests = newest === undefined || (isSettled(newest) && newest.version === seen);
  if (before === undefined || before.version !== seen || !rests) return { row, seen };
  return { row, command: { ...command, version: seen + 1 }, before, expires: newest !== undefined, seen };
}

/**
 * The entity's newest command, and the row of the same file that has been there first though it comes later. Commands from before
 * the import need not be looked at.
 */
async function newestAndLater(
  table: string,
  job: ImportJob,
  row: number,
  command: ChunkRow['command'],
): Promise<{ newest: CommandHead | undefined; later: number | undefined }> {
  const began = Date.parse(job.createdAt) - CLOCK_SKEW_MS;
  let newest: CommandHead | undefined;
  for await (const one of newestCommands(dynamodb, table, command, { firstPage: FIRST_PAGE })) {
    newest ??= one;
    if (isLaterRow(one, job, row)) return { newest, later: one.origin?.row };
    if (Date.parse(one.acceptedAt) < began) break;
  }
  return { newest, later: undefined };
}

/** Whether a command comes from a row of the same file that stands below this one. */
export function isLaterRow({ origin }: CommandHead, { jobId }: ImportJob, row: number): boolean {
  return origin?.job === jobId && origin.row > row;
}
