import type { ServiceContext } from '../api/service-context';
import { ErrorName } from '../interpreter/failures';
import type { MapRun } from '../map-run/map-run';
import type { AttemptRecord } from '../map-run/saved-map-run';
import { Run } from '../runtime/run';
import { type Journal, JournalError } from './journal';
import type { Recorder } from './recorder';
import { Replayed, type ReplayedExecution, type ReplayedMapRun } from './replayed';
import type { Table } from './tables';

/** Reads a journal to its end. @throws JournalError */
export async function replayJournal(
  journal: Pick<Journal, 'name' | 'lines'>,
  place: { region: string; accountId: string },
): Promise<Replayed> {
  const replayed = new Replayed(place);
  try {
    for (const line of journal.lines()) for (const record of line) await replayed.apply(record);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    throw new JournalError(`The journal ${journal.name} cannot be read. ${error.message}`);
  }
  return replayed;
}

/** What takes part in a restart. */
export interface Restart {
  replayed: Replayed;
  /** Of an engine that is empty. */
  context: ServiceContext;
  tables: Table[];
  recorder: Recorder;
  /** Told of each execution that cannot go on, and fails. */
  warn(message: string): void;
}

/**
 * Puts what a journal has come to into an engine, and lets everything go on: timers that are due fire at once, calls that
 * had not been answered are made again, tasks of activities are offered again.
 */
export function restore(restart: Restart): void {
  const { replayed, context, recorder } = restart;
  restoreTables(restart);
  for (const execution of replayed.executions.values()) addExecution(execution, restart);
  const runOf = (arn: string) => context.executions.find(arn)?.run;
  for (const { saved, since } of replayed.mapRuns.values()) {
    mapRunOf(saved.request.arn, restart)?.resume(saved, since, runOf);
    recorder.adoptMapRun(saved, since);
  }
  recorder.begin(restart.tables, !replayed.begun);
  resumeEffects(restart);
  for (const execution of replayed.executions.values()) goOn(execution, restart);
  for (const mapRun of replayed.mapRuns.values()) tellEnd(mapRun, runOf);
  for (const { since } of replayed.mapRuns.values()) redriveChildren(since ?? [], runOf);
}

function restoreTables({ replayed: { tables: saved }, tables }: Restart): void {
  for (const table of tables) for (const [key, value] of saved.get(table.name) ?? []) table.restore(key, value);
}

function addExecution(replayed: ReplayedExecution, restart: Restart): void {
  const { context, recorder } = restart;
  const { execution, history, traceHeader, revision, outstanding } = replayed;
  const mapRun = execution.mapRun && mapRunOf(execution.mapRun.arn, restart);
  const environment = mapRun?.children.environment ?? context.environment;
  const stateMachine = mapRun?.children.stateMachine ?? replayed.stateMachine;
  const run = new Run(stateMachine.machine, execution, environment, history);
  const stored = context.executions.add({
    run,
    stateMachine,
    ...(traceHeader === undefined ? {} : { traceHeader }),
  });
  recorder.adopt(stored, revision, outstanding);
}

/** The map run, made when it is asked for first; none when its execution is gone. */
function mapRunOf(arn: string, { replayed, context }: Restart): MapRun | undefined {
  const known = context.mapRuns.find(arn);
  const saved = replayed.mapRuns.get(arn)?.saved;
  if (known || !saved) return known;
  const parent = context.executions.find(saved.executionArn)?.run;
  return parent && context.mapRuns.add(parent, saved.request);
}

/** Timers first, in the order in which they are due. */
function resumeEffects({ replayed, context }: Restart): void {
  const wanted = [...replayed.executions.values()].flatMap(({ execution, outstanding }) => {
    const run = context.executions.find(execution.arn)?.run;
    if (!run || execution.status !== 'RUNNING') return [];
    return outstanding.of(execution).map((effect) => ({ run, effect }));
  });
  const due = (effect: (typeof wanted)[number]['effect']) =>
    effect.type === 'setTimer' ? effect.at : Number.POSITIVE_INFINITY;
  wanted.sort((a, b) => (due(a.effect) < due(b.effect) ? -1 : Number(due(a.effect) > due(b.effect))));
  for (const { run, effect } of wanted) {
    // Of an activity that has been deleted nobody fetches tasks any more.
    if (effect.type === 'offer' && !context.activities.find(effect.activityArn)) continue;
    run.resume(effect);
  }
}

function goOn({ execution, diverged }: ReplayedExecution, { context, warn }: Restart): void {
  const run = context.executions.find(execution.arn)?.run;
  if (!run || execution.status !== 'RUNNING') return;
  if (diverged !== undefined) {
    warn(`${execution.arn} cannot go on, and fails. ${diverged}`);
    run.notify({ type: 'crash', failure: { error: ErrorName.runtime, cause: diverged } });
  } else if (execution.lastEventId === 0) run.notify({ type: 'start' });
  else if (execution.ready.length > 0) run.notify({ type: 'continue' });
}

type RunOf = (arn: string) => Run | undefined;

/** Tells a parent the end of its map run, unless it has taken notice already. */
function tellEnd({ saved, since }: ReplayedMapRun, runOf: RunOf): void {
  const { outcome, thread, executionArn } = saved;
  const parent = runOf(executionArn);
  const work = parent?.execution.threads[thread]?.activation?.work;
  if (since || !outcome || work?.kind !== 'mapRun' || work.mapRun.arn !== saved.request.arn) return;
  parent?.notify({ type: 'mapRunEnded', thread, mapRunArn: saved.request.arn, outcome });
}

/** Children that were to be redriven, and had not taken notice. */
function redriveChildren(since: AttemptRecord[], runOf: RunOf): void {
  const begun = new Set<string>();
  for (const record of since) {
    if (record.type === 'childBegun') begun.add(record.executionArn);
    if (record.type === 'childEnded') begun.delete(record.executionArn);
  }
  for (const arn of begun) {
    const run = runOf(arn);
    if (run && run.execution.status !== 'RUNNING') run.notify({ type: 'redrive' });
  }
}
