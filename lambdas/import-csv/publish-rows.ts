import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { StaleVersion } from '../command/errors';
import { newestCommands } from '../command/newest-commands';
import { CommandPublisher, type Submission } from '../command/publisher';
import { ifConditionHolds } from '../platform/conditions';
import { dynamodb } from '../platform/dynamodb';
import type { ChunkRow, rowsOf } from './chunk-rows';
import type { Chunk } from './chunks';
import { Contended } from './errors';
import type { ImportJob } from './job';
import { isLaterRow } from './look-at';
import { type Outcome, putOutcome, readOutcome } from './outcome';
import { sameKey } from './rows';

const MAX_PUBLISHES = 8;
const MAX_TURNS = 5;

interface Tables {
  commands: string;
  data: string;
  importTmp: string;
}

/**
 * Publishes the rows of which the ledger says that they go through the machine, unless that has happened: a row's command is above
 * the version that the ledger has seen, under an id that follows from the row. Should a later row of the same file have got there
 * first, the row gives way to it.
 *
 * @throws Contended when versions of an entity are taken faster than this can follow
 */
export async function publishRows(
  tables: Tables,
  { job }: Chunk,
  rows: ReturnType<typeof rowsOf>,
  outcome: Outcome,
): Promise<Outcome> {
  const rejects: Outcome['rejects'] = [];
  for (const { row, seen } of outcome.published) {
    const one = rows.get(row);
    const later = one && 'command' in one ? await publishOnce(tables, job, one, seen) : undefined;
    if (later !== undefined) rejects.push({ row, reason: sameKey(later) });
  }
  return rejects.length === 0 ? outcome : giveWay(tables.importTmp, outcome, rejects);
}

/** The number of the later row that has taken its place, if one has. */
async function publishOnce(
  tables: Tables,
  job: ImportJob,
  { row, command }: ChunkRow,
  seen: number,
): Promise<number | undefined> {
  const publisher = new CommandPublisher(dynamodb, { commands: tables.commands, data: tables.data });
  for (let attempt = 0; attempt < MAX_PUBLISHES; attempt++) {
    let expectedVersion = seen;
    let later: number | undefined;
    for await (const one of newestCommands(dynamodb, tables.commands, command, { above: seen, firstPage: 10 })) {
      if (one.commandId === command.commandId) return undefined;
      if (isLaterRow(one, job, row)) later ??= one.origin?.row;
      expectedVersion = Math.max(expectedVersion, one.version);
    }
    if (later !== undefined) return later;
    try {
      await publisher.publish(submission(command, expectedVersion));
      return undefined;
    } catch (error) {
      if (!(error instanceof StaleVersion)) throw error;
    }
  }
  throw new Contended(`${command.pk} ${command.sk} changes faster than row ${row} can be published. It comes again.`);
}

/** The import waits for the outcome of this one. Type and attributes have passed their schema, and the publisher checks them again. */
function submission({ origin, ...command }: ChunkRow['command'], expectedVersion: number): Submission {
  return { ...command, expectedVersion, origin: { ...origin, awaited: true } } as Submission;
}

/** Another run, or a row that was settled, may write the ledger in between: only the rows in question move. */
async function giveWay(table: string, known: Outcome, rejects: Outcome['rejects']): Promise<Outcome> {
  let outcome = known;
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const waiting = rejects.filter(({ row }) => outcome.published.some((one) => one.row === row));
    if (waiting.length === 0) return outcome;
    const next = {
      ...outcome,
      turn: outcome.turn + 1,
      published: outcome.published.filter((one) => !waiting.some(({ row }) => row === one.row)),
      rejects: [...outcome.rejects, ...waiting],
    };
    const written = await ifConditionHolds(dynamodb.send(new PutCommand(putOutcome(table, next))));
    if (written) return next;
    outcome = (await readOutcome(dynamodb, table, known)) ?? known;
  }
  throw new Contended(`${known.pk} ${known.sk} changes faster than rows can be recorded in it. It comes again.`);
}
