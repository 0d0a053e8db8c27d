import type { Effect, ExecutionEvent } from '../interpreter/effects';
import { isExpress } from '../interpreter/express';
import type { AttemptRecord, SavedMapRun } from '../map-run/saved-map-run';
import type { Run } from '../runtime/run';
import type { Executions, StoredExecution } from '../store/executions';
import type { StateMachine } from '../store/state-machines';
import type { ExecutionJournal } from './execution-journal';
import { type ExecutionRecord, JOURNAL_VERSION, type Journal, type JournalLine, type JournalRecord } from './journal';
import { Outstanding } from './outstanding';
import { saveStateMachine } from './state-machine-record';
import { type Table, TableChanges } from './tables';

/** Operations that change nothing in the tables: executions are recorded as they change. */
const NO_CHANGE = /^(Describe|List|Get|Validate|Start|Stop|SendTask|TestState)/;

/** A map run as it was saved last, and what has happened since. */
interface RecordedMapRun {
  saved: SavedMapRun;
  /** None when no attempt is under way. */
  since: AttemptRecord[] | undefined;
}

/** Writes to a journal what happens in an engine, and replaces the journal by what it comes to when it has become long. */
export class Recorder implements ExecutionJournal {
  private line: JournalLine = [];
  private tables: Table[] = [];
  private recording = false;
  private replacing = false;
  private readonly outstanding = new Map<string, Outstanding>();
  private readonly mapRuns = new Map<string, RecordedMapRun>();
  private readonly revisions = new WeakMap<StateMachine, number>();
  private lastRevision = 0;
  /** The revisions that stand in the journal as it is. */
  private written = new Set<number>();
  private changes = new TableChanges([]);

  constructor(
    private readonly journal: Journal,
    private readonly place: { region: string; accountId: string },
    private readonly executions: () => Executions,
  ) {}

  /** From now on everything is recorded; what is there already has been read from the journal. @param empty whether that is nothing. */
  begin(tables: Table[], empty: boolean): void {
    this.tables = tables;
    this.changes = new TableChanges(tables);
    this.changes.next();
    this.recording = true;
    if (empty) this.append(this.header);
  }

  /** Takes over what has been read of an execution. */
  adopt(stored: StoredExecution, revision: number | undefined, outstanding: Outstanding): void {
    const { execution } = stored.run;
    if (execution.status === 'RUNNING') this.outstanding.set(execution.arn, outstanding);
    if (revision === undefined) return;
    this.revisions.set(stored.stateMachine, revision);
    this.written.add(revision);
    this.lastRevision = Math.max(this.lastRevision, revision);
  }

  adoptMapRun(saved: SavedMapRun, since: AttemptRecord[] | undefined): void {
    this.mapRuns.set(saved.request.arn, { saved, since });
  }

  /** A request has been carried out and is about to be answered: who asked for it can rely on it then. */
  answering(operation: string): void {
    if (!this.recording) return;
    if (!NO_CHANGE.test(operation)) for (const change of this.changes.next()) this.append({ type: 'entry', ...change });
    this.flush();
  }

  added(stored: StoredExecution): void {
    if (!this.recording) return;
    for (const record of this.executionRecords(stored)) this.append(record);
  }

  removed(executionArn: string): void {
    if (!this.recording) return;
    this.outstanding.delete(executionArn);
    for (const [arn, { saved }] of this.mapRuns) if (saved.executionArn === executionArn) this.mapRuns.delete(arn);
    this.append({ type: 'removed', executionArn });
  }

  worked({ execution }: Run, event: ExecutionEvent, effects: Effect[]): void {
    if (!this.recording || isExpress(execution)) return;
    const { arn, lastEventId, status } = execution;
    const outstanding = this.outstanding.get(arn) ?? new Outstanding();
    outstanding.worked(event, effects);
    if (status === 'RUNNING') this.outstanding.set(arn, outstanding);
    else this.outstanding.delete(arn);
    this.append({ type: 'event', executionArn: arn, event, lastEventId });
  }

  attemptBegan(mapRun: SavedMapRun): void {
    if (!this.recording) return;
    this.adoptMapRun(mapRun, []);
    this.append({ type: 'attemptBegan', mapRun });
  }

  attemptRecord(record: AttemptRecord): void {
    if (!this.recording) return;
    this.append(record);
    noteAttempt(this.mapRuns.get(record.mapRunArn)?.since, record);
  }

  attemptEnded(mapRun: SavedMapRun): void {
    if (!this.recording) return;
    this.adoptMapRun(mapRun, undefined);
    this.append({ type: 'attemptEnded', mapRun });
  }

  close(): void {
    this.flush();
    this.recording = false;
    this.journal.close();
  }

  private get header(): JournalRecord {
    const { region, accountId } = this.place;
    return { type: 'journal', version: JOURNAL_VERSION, region, accountId };
  }

  private append(record: JournalRecord): void {
    this.line.push(record);
    // All that happens at one moment is one line. Calls are made, and answers given, later than this.
    if (this.line.length === 1) queueMicrotask(() => this.flush());
  }

  private flush(): void {
    if (this.line.length === 0 || !this.recording) return;
    const { line } = this;
    this.line = [];
    this.journal.append(line);
    if (!this.journal.isLong || this.replacing) return;
    this.replacing = true;
    // Between the turns of the event loop no event is half worked in.
    setImmediate(() => this.replace());
  }

  private replace(): void {
    this.replacing = false;
    if (!this.recording) return;
    this.flush();
    this.journal.replace(this.snapshot());
  }

  /** All that there is. What executions started with stands before them, and a map run before its children. */
  private *snapshot(): Generator<JournalLine> {
    this.written = new Set();
    yield [this.header];
    const all = new TableChanges(this.tables);
    yield all.next().map((change): JournalRecord => ({ type: 'entry', ...change }));
    const left = new Set(this.mapRuns.keys());
    for (const stored of this.executions().all()) {
      const { execution } = stored.run;
      if (isExpress(execution)) continue;
      const mapRunArn = execution.mapRun?.arn;
      if (mapRunArn !== undefined && left.delete(mapRunArn)) yield this.mapRunRecords(mapRunArn);
      yield this.executionRecords(stored);
    }
    for (const arn of left) yield this.mapRunRecords(arn);
  }

  private executionRecords({ run, stateMachine, traceHeader }: StoredExecution): JournalRecord[] {
    const { execution, history } = run;
    const record: ExecutionRecord = {
      type: 'execution',
      execution,
      ...(traceHeader === undefined ? {} : { traceHeader }),
      ...(history.length > 0 ? { history } : {}),
    };
    const outstanding = this.outstanding.get(execution.arn)?.of(execution) ?? [];
    if (outstanding.length > 0) record.outstanding = outstanding;
    if (execution.mapRun) return [record];
    const id = this.revisions.get(stateMachine) ?? ++this.lastRevision;
    this.revisions.set(stateMachine, id);
    record.revision = id;
    if (this.written.has(id)) return [record];
    this.written.add(id);
    return [{ type: 'revision', id, stateMachine: saveStateMachine(stateMachine) }, record];
  }

  private mapRunRecords(arn: string): JournalRecord[] {
    const { saved, since } = this.mapRuns.get(arn) ?? {};
    if (!saved) return [];
    return since ? [{ type: 'attemptBegan', mapRun: saved }, ...since] : [{ type: 'attemptEnded', mapRun: saved }];
  }
}

/** Adds to what has happened in an attempt. The input of a child that has begun is dropped: the child has it. */
export function noteAttempt(since: AttemptRecord[] | undefined, record: AttemptRecord): void {
  if (!since) return;
  if (record.type === 'childBegun') {
    const at = since.findLastIndex(({ type }) => type === 'inputFound');
    const found = since[at];
    if (found?.type === 'inputFound') {
      const { input: _input, ...begun } = found;
      since[at] = begun;
    }
  }
  since.push(record);
}
