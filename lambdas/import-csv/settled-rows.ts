import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { CommandHead } from '../command/rows';
import { ifConditionHolds } from '../platform/conditions';
import { dynamodb } from '../platform/dynamodb';
import { Contended } from './errors';
import { outcomeKey } from './keys';
import { type Outcome, putOutcome, readOutcome } from './outcome';

const MAX_TURNS = 8;
const REASON_LIMIT = 300;

/** How the command of a row ended; undefined while it has not, for example because somebody has redriven it. */
export type Ending = { row: number; reason?: string } | undefined;

/** As in what the API tells of a command: a cause names roles and tables, and who skipped it works here. Both stand on the command's row. */
export function endingOf({ status, origin, failure, skip }: CommandHead): Ending {
  if (origin === undefined || status === 'accepted') return undefined;
  const { row } = origin;
  if (status === 'applied') return { row };
  const why = status === 'skipped' ? `skipped: ${skip?.reason}` : `failed with ${failure?.error}`;
  return { row, reason: why.slice(0, REASON_LIMIT) };
}

/**
 * Writes into the ledger of a chunk how commands of it ended. Applied is final; a failure is told until its command is applied after
 * all. What the ledger knows already changes nothing.
 *
 * @returns whether the ledger was changed
 * @throws Contended when others keep writing it
 */
export async function recordEndings(
  table: string,
  jobId: string,
  chunk: number,
  endings: readonly { row: number; reason?: string }[],
): Promise<boolean> {
  const key = outcomeKey(jobId, chunk);
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const outcome = await readOutcome(dynamodb, table, key);
    if (outcome === undefined) return false;
    const next = endings.reduce(ended, outcome);
    if (next === outcome) return false;
    const put = putOutcome(table, { ...next, turn: outcome.turn + 1 });
    if (await ifConditionHolds(dynamodb.send(new PutCommand(put)))) return true;
  }
  throw new Contended(`${key.pk} ${key.sk} changes faster than endings can be recorded in it. They come again.`);
}

function ended(outcome: Outcome, { row, reason }: { row: number; reason?: string }): Outcome {
  const isPublished = outcome.published.some((one) => one.row === row);
  const known = outcome.failures.find((one) => one.row === row);
  if (!isPublished && known === undefined) return outcome;
  if (reason !== undefined && reason === known?.reason) return outcome;
  const others = {
    published: outcome.published.filter((one) => one.row !== row),
    failures: outcome.failures.filter((one) => one.row !== row),
  };
  if (reason === undefined) return { ...outcome, ...others, applied: outcome.applied + 1 };
  return { ...outcome, ...others, failures: [...others.failures, { row, reason }] };
}
