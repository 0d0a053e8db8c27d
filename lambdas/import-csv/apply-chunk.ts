import { BatchGetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { dynamodb } from '../platform/dynamodb';
import { type CommandTables, firstVersion, nextVersion } from './applied-rows';
import { type ChunkRow, rowsOf } from './chunk-rows';
import { type Chunk, MAX_ACTIONS } from './chunks';
import { Contended } from './errors';
import { lookAt, type Verdict } from './look-at';
import { decided, type Outcome, putOutcome, readOutcome, untouched } from './outcome';
import { publishRows } from './publish-rows';
import { type Action, transact } from './transaction';

export interface ApplyTables extends CommandTables {
  data: string;
  /** Name of the table `import_tmp`. */
  importTmp: string;
}

/** A row with everything that applying it writes. */
interface Planned {
  row: number;
  actions: Action[];
  /** Of the item in history, which may be anything up to 400 KB. */
  bytes: number;
}

/** Looks at the rows that could not be applied; then those that still cannot go through the machine. */
const MAX_ROUNDS = 4;

/** Of what rows add to history: with commands and data beside it, less than the 4 MB that a transaction takes. */
const MAX_BYTES = 2 * 1024 * 1024;

/** Another run of this chunk has written the ledger in between: what this one knows is old. */
const LEDGER_MOVED = Symbol('the ledger moved');

/**
 * Brings each row of a chunk to where its final state is certain: applied, rejected, or a command of the machine that the ledger
 * waits for. Any number of runs, at once or one after another, have the effect of one: a row is only applied in a transaction that
 * also writes the ledger's next turn, and only published once the ledger says so.
 *
 * @throws Contended when other writers or throttling keep the rows from being applied
 */
export async function applyChunk(tables: ApplyTables, chunk: Chunk): Promise<Outcome> {
  const rows = rowsOf(chunk);
  let outcome = await applyFresh(tables, chunk, rows);
  for (let round = 1; outcome.undecided.length > 0; round++) {
    if (round > MAX_ROUNDS * 2)
      throw new Contended(`chunk ${chunk.first} of import ${chunk.job.jobId} keeps changing.`);
    outcome = (await decide(tables, chunk, rows, outcome, round >= MAX_ROUNDS)) ?? (await current(tables, outcome));
  }
  return publishRows(tables, chunk, rows, outcome);
}

type Rows = ReturnType<typeof rowsOf>;

/**
 * The first go: all rows of which there is no entity yet, in one transaction, without reading the ledger first. The look at `data` is
 * a guess that saves the write units of a transaction that fails; whether it was right the conditions decide.
 */
async function applyFresh(tables: ApplyTables, chunk: Chunk, rows: Rows): Promise<Outcome> {
  const readable = [...rows.values()].filter((row) => 'command' in row);
  const known = await existing(tables, readable);
  const fresh = readable
    .filter(({ command }) => !known.has(command.sk))
    .map(({ row, command }) => ({ row, actions: firstVersion(tables, { ...command, version: 1 }), bytes: 0 }));
  const outcome = await applyTogether(tables, untouched(chunk), fresh);
  return outcome === LEDGER_MOVED ? current(tables, untouched(chunk)) : outcome;
}

async function existing(tables: ApplyTables, rows: readonly ChunkRow[]): Promise<ReadonlySet<unknown>> {
  if (rows.length === 0) return new Set();
  const Keys = rows.map(({ command: { pk, sk } }) => ({ pk, sk }));
  const names = { ProjectionExpression: '#sk', ExpressionAttributeNames: { '#sk': 'sk' } };
  const { Responses } = await dynamodb.send(
    new BatchGetCommand({ RequestItems: { [tables.data]: { Keys, ...names } } }),
  );
  return new Set((Responses?.[tables.data] ?? []).map(({ sk }) => sk));
}

/** One look at the undecided rows, and what follows from it. Undefined when another run has written the ledger meanwhile. */
async function decide(
  tables: ApplyTables,
  chunk: Chunk,
  rows: Rows,
  outcome: Outcome,
  isLast: boolean,
): Promise<Outcome | undefined> {
  const verdicts = await Promise.all(
    outcome.undecided.map(async (row): Promise<Verdict> => {
      const one = rows.get(row);
      if (one === undefined || 'reason' in one) return { row, reason: one?.reason ?? 'the row is not in its chunk' };
      return lookAt(tables, chunk.job, one);
    }),
  );
  const updates = isLast ? [] : verdicts.filter((verdict) => 'before' in verdict);
  const planned = updates.map(({ row, command, before, expires }) => ({
    row,
    actions: nextVersion(tables, command, before, expires),
    bytes: Buffer.byteLength(JSON.stringify(before)),
  }));
  const applied = await applyTogether(tables, outcome, planned);
  if (applied === LEDGER_MOVED) return undefined;
  const rejects = verdicts.filter((verdict) => 'reason' in verdict);
  const others = verdicts.filter((verdict) => !('reason' in verdict) && (isLast || !('before' in verdict)));
  const published = others.flatMap(({ row, ...verdict }) => ('seen' in verdict ? [{ row, seen: verdict.seen }] : []));
  if (rejects.length + published.length === 0) return applied;
  const next = decided(applied, { rejects: rejects.map(({ row, reason }) => ({ row, reason })), published });
  const written = await ifConditionHolds(dynamodb.send(new PutCommand(putOutcome(tables.importTmp, next))));
  return written && next;
}

/**
 * Applies rows with the ledger in as few transactions as hold them. Rows whose conditions don't hold are left out, and stay
 * undecided.
 */
async function applyTogether(
  tables: ApplyTables,
  before: Outcome,
  rows: readonly Planned[],
): Promise<Outcome | typeof LEDGER_MOVED> {
  let outcome = before;
  for (const group of groupsOf(rows)) {
    let left = group;
    while (left.length > 0) {
      const next = decided(outcome, { applied: left.map(({ row }) => row) });
      const actions = [{ Put: putOutcome(tables.importTmp, next) }, ...left.flatMap((row) => row.actions)];
      const failed = await transact(dynamodb, actions);
      if (failed.includes(0)) return LEDGER_MOVED;
      if (failed.length === 0) {
        outcome = next;
        break;
      }
      left = without(left, failed);
    }
  }
  return outcome;
}

/** The rows of which no action is among those that failed; the positions count the ledger's as 0. */
function without(rows: readonly Planned[], failed: readonly number[]): Planned[] {
  let position = 1;
  return rows.filter(({ actions }) => {
    const from = position;
    position += actions.length;
    return !failed.some((index) => index >= from && index < from + actions.length);
  });
}

function groupsOf(rows: readonly Planned[]): Planned[][] {
  const groups: Planned[][] = [];
  let [size, bytes] = [MAX_ACTIONS, 0];
  for (const row of rows) {
    size += row.actions.length;
    bytes += row.bytes;
    if (size > MAX_ACTIONS || bytes > MAX_BYTES) {
      groups.push([]);
      [size, bytes] = [row.actions.length, row.bytes];
    }
    groups.at(-1)?.push(row);
  }
  return groups;
}

async function current(tables: ApplyTables, known: Outcome): Promise<Outcome> {
  return (await readOutcome(dynamodb, tables.importTmp, known)) ?? known;
}
