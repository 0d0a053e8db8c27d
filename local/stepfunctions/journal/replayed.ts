import type { HistoryEvent } from '../history/history-event';
import { advance } from '../interpreter/advance';
import type { ExecutionEvent } from '../interpreter/effects';
import type { Execution } from '../interpreter/execution';
import type { JsonValue } from '../json';
import { processorMachine } from '../map-run/children';
import { type AttemptRecord, type SavedMapRun, withSelector } from '../map-run/saved-map-run';
import type { StateMachine } from '../store/state-machines';
import { type ExecutionRecord, JOURNAL_VERSION, JournalError, type JournalRecord } from './journal';
import { Outstanding } from './outstanding';
import { noteAttempt } from './recorder';
import { restoreStateMachine } from './state-machine-record';

/** An execution as far as the journal has been read. */
export interface ReplayedExecution {
  execution: Execution;
  history: HistoryEvent[];
  outstanding: Outstanding;
  stateMachine: StateMachine;
  revision?: number;
  traceHeader?: string;
  /** Why it cannot go on: its events do not come to what they came to when they were recorded. */
  diverged?: string;
}

export interface ReplayedMapRun {
  saved: SavedMapRun;
  /** None when no attempt is under way. */
  since: AttemptRecord[] | undefined;
  /** That of its children. */
  processor?: StateMachine;
}

/** What the records of a journal come to, one after another. Nothing is called and nobody told. */
export class Replayed {
  readonly tables = new Map<string, Map<string, JsonValue>>();
  readonly executions = new Map<string, ReplayedExecution>();
  readonly mapRuns = new Map<string, ReplayedMapRun>();
  private readonly revisions = new Map<number, StateMachine>();
  /** Whether there was a record at all. */
  begun = false;

  /** @param place that the journal must be of; any when there is none. */
  constructor(private readonly place?: { region: string; accountId: string }) {}

  /** @throws JournalError for a journal that is none of this version, region and account. */
  async apply(record: JournalRecord): Promise<void> {
    if (!this.begun && record.type !== 'journal') throw new JournalError('It does not begin as a journal does.');
    switch (record.type) {
      case 'journal':
        return this.begin(record);
      case 'entry':
        return this.enter(record);
      case 'revision':
        this.revisions.set(record.id, restoreStateMachine(record.stateMachine, new Map()));
        return undefined;
      case 'execution':
        return this.addExecution(record);
      case 'removed':
        return this.remove(record.executionArn);
      case 'event':
        return this.work(record.executionArn, record.event, record.lastEventId);
      case 'attemptBegan':
      case 'attemptEnded':
        this.setMapRun(record.mapRun, record.type === 'attemptBegan' ? [] : undefined);
        return undefined;
      default:
        noteAttempt(this.mapRuns.get(record.mapRunArn)?.since, record);
    }
  }

  private begin({ version, region, accountId }: Extract<JournalRecord, { type: 'journal' }>): void {
    if (version !== JOURNAL_VERSION) {
      throw new JournalError(
        `It is of version ${version}, and this engine reads version ${JOURNAL_VERSION}. Use the engine that has written it, or another folder.`,
      );
    }
    if (this.place && (region !== this.place.region || accountId !== this.place.accountId)) {
      throw new JournalError(
        `It is of the account ${accountId} in ${region}, not of ${this.place.accountId} in ${this.place.region}. Say which is meant, or use another folder.`,
      );
    }
    this.begun = true;
  }

  private enter({ table, key, value }: Extract<JournalRecord, { type: 'entry' }>): void {
    const entries = this.tables.get(table) ?? new Map<string, JsonValue>();
    this.tables.set(table, entries);
    if (value === null) entries.delete(key);
    else entries.set(key, value);
  }

  private addExecution({ execution, revision, traceHeader, history, outstanding }: ExecutionRecord): void {
    const { arn, mapRun } = execution;
    const stateMachine = mapRun ? this.processorOf(mapRun.arn) : this.revisions.get(revision ?? 0);
    if (!stateMachine) throw new JournalError(`The execution ${arn} stands before its state machine.`);
    this.executions.set(arn, {
      execution,
      history: history ?? [],
      outstanding: new Outstanding(outstanding),
      stateMachine,
      ...(revision === undefined ? {} : { revision }),
      ...(traceHeader === undefined ? {} : { traceHeader }),
    });
  }

  private processorOf(mapRunArn: string): StateMachine | undefined {
    const mapRun = this.mapRuns.get(mapRunArn);
    const parent = mapRun && this.executions.get(mapRun.saved.executionArn);
    if (!parent) return undefined;
    mapRun.processor ??= processorMachine(parent.stateMachine, mapRun.saved.request);
    return mapRun.processor;
  }

  private setMapRun(saved: SavedMapRun, since: AttemptRecord[] | undefined): void {
    const parent = this.executions.get(saved.executionArn);
    const request = parent ? withSelector(saved.request, parent.stateMachine.machine) : saved.request;
    this.mapRuns.set(request.arn, { saved: { ...saved, request }, since });
  }

  private remove(executionArn: string): void {
    this.executions.delete(executionArn);
    for (const [arn, { saved }] of this.mapRuns) if (saved.executionArn === executionArn) this.mapRuns.delete(arn);
  }

  private async work(arn: string, event: ExecutionEvent, lastEventId: number): Promise<void> {
    const replayed = this.executions.get(arn);
    if (!replayed || replayed.diverged !== undefined) return;
    const activityExists = (activityArn: string) => this.tables.get('activities')?.has(activityArn) ?? false;
    const { machine } = replayed.stateMachine;
    const { execution, effects } = await advance(machine, replayed.execution, event, { activityExists });
    if (execution.lastEventId !== lastEventId) {
      replayed.diverged = `The journal's events lead to event ${execution.lastEventId} of its history, but led to ${lastEventId} when they were recorded: another version of the engine has written them.`;
      return;
    }
    replayed.execution = execution;
    replayed.outstanding.worked(event, effects);
    for (const effect of effects) if (effect.type === 'record') replayed.history.push(effect.event);
  }
}
