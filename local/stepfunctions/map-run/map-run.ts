import type { Execution, Failure } from '../interpreter/execution';
import type { Run, RunEnvironment } from '../runtime/run';
import type { Executions } from '../store/executions';
import type { StateMachine } from '../store/state-machines';
import { Attempt } from './attempt';
import { ChildInputs, type InputPosition } from './child-inputs';
import { Children } from './children';
import { openItems } from './items/item-pages';
import { MapRunState, type MapRunStatus } from './map-run-state';
import type { MapRunOutcome, MapRunRequest } from './request';
import { ResultWriter } from './results/result-writer';
import type { AttemptRecord, SavedMapRun } from './saved-map-run';
import { SelfPermissions } from './self-permissions';
import type { Tolerance } from './tolerance';
import type { Waits } from './waits';

/** The hard limit on redrives. @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html */
const MOST_REDRIVES = 1000;

export interface MapRunOptions {
  request: MapRunRequest;
  parent: Run;
  /** Of the parent, as it was when that started. */
  stateMachine: StateMachine;
  environment: RunEnvironment;
  executions: Executions;
  waits: Waits;
}

/**
 * A map run: the children that a Distributed Map has started, over all attempts at them. Of a child that has succeeded it
 * knows no more than that; of the others what a redrive needs.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-examine-map-run.html
 */
export class MapRun extends MapRunState {
  readonly children: Children;
  private writer: ResultWriter | undefined;
  private attempt: Attempt | undefined;
  /** The parent's thread that wants a redrive when the attempt at hand has ended. */
  private redriveThread: number | undefined;

  constructor(private readonly options: MapRunOptions) {
    const { request, environment, stateMachine, executions, parent } = options;
    super(request, parent, environment);
    this.children = new Children({
      request,
      region: parent.execution.region,
      parent: stateMachine,
      inherited: inheritedBy(parent.execution),
      environment,
      executions,
      random: this.nextRandom,
      onEnded: (child) => this.attempt?.childEnded(child),
    });
  }

  /** @param thread of the parent, which is told of the end. */
  start(thread: number): void {
    this.environment.journal?.attemptBegan(this.save(thread));
    this.makeAttempt(thread).begin();
  }

  /**
   * Goes on where an earlier process has ended. EXPRESS children that it had begun are forgotten, and run again.
   *
   * @param records what has happened in the attempt; none when it has ended.
   * @param runOf the children, which take no turns before this.
   */
  resume(saved: SavedMapRun, records: AttemptRecord[] | undefined, runOf: (arn: string) => Run | undefined): void {
    this.restore(saved, runOf);
    if (!records) return;
    const found = records.findLast((record) => record.type === 'inputFound');
    const attempt = this.makeAttempt(saved.thread, found?.position);
    for (const record of records) this.resumeRecord(attempt, record, runOf);
    if (this.status === 'RUNNING') attempt.begin();
    else attempt.abort();
  }

  private makeAttempt(thread: number, position?: InputPosition): Attempt {
    const { environment, request, parent } = this;
    const { roleArn } = parent.execution;
    const { objects } = environment.integrations;
    const moment = { now: () => environment.clock.now(), random: this.nextRandom };
    const permissions = new SelfPermissions(environment.integrations, parent.execution, request.arn);
    const inputs = new ChildInputs(request, openItems(request.source, objects, roleArn), moment, position);
    this.writer = this.resultWriter();
    const attempt = new Attempt({
      inputs,
      children: this.children,
      counts: this.counts,
      outcomes: this.outcomes,
      list: this.list,
      ...(this.writer ? { writer: this.writer } : {}),
      express: request.executionType === 'EXPRESS',
      settings: () => this.settings,
      turns: environment.scheduler,
      waits: this.options.waits,
      authorize: () => this.authorize(permissions),
      authorizeStop: () => permissions.stop(),
      onEnded: (failure) => this.ended(thread, failure),
      ...this.attemptJournal(inputs),
    });
    this.attempt = attempt;
    return attempt;
  }

  /** Runs again what has not succeeded; an attempt that is still coming to its end does so first. */
  redrive(thread: number): void {
    if (this.attempt) {
      this.redriveThread = thread;
      this.journalChange({ redriveThread: thread });
      return;
    }
    this.status = 'RUNNING';
    this.stoppedAt = undefined;
    this.redriveCount += 1;
    this.redrivenAt = this.environment.clock.now();
    this.counts.awaitRedrive(this.written);
    this.children.begun.clear();
    this.start(thread);
  }

  /** The parent has ended, or left the state. Children that cannot be stopped come to their end by themselves. */
  abort(): void {
    if (this.redriveThread !== undefined) {
      this.redriveThread = undefined;
      this.journalChange({ redriveThread: null });
    }
    if (this.status !== 'RUNNING') return;
    this.stop('ABORTED');
    this.journalChange({ status: 'ABORTED', ...this.stopped });
    this.attempt?.abort();
  }

  update(change: Tolerance & { maxConcurrency?: number }): void {
    this.settings = { ...this.settings, ...change };
    this.journalChange({ settings: this.settings });
    this.attempt?.wake();
  }

  /** Whether a child that has ended without success will run again in the attempt at hand. */
  awaitsRedrive({ arn, status }: Execution): boolean {
    if (status === 'RUNNING' || status === 'SUCCEEDED') return false;
    return this.attempt !== undefined && this.status === 'RUNNING' && !this.children.begun.has(arn);
  }

  /** Drops timers, calls and what is being read: the engine shuts down. */
  close(): void {
    this.children.close();
    this.attempt?.shutDown();
  }

  private stop(status: MapRunStatus): void {
    this.status = status;
    this.stoppedAt = this.environment.clock.now();
  }

  private ended(thread: number, failure: Failure | undefined): void {
    const { journal } = this.environment;
    this.attempt = undefined;
    this.written.unwritten = this.writer?.unwritten ?? [];
    if (this.status === 'RUNNING') {
      this.stop(failure ? 'FAILED' : 'SUCCEEDED');
      const outcome: MapRunOutcome = failure ? { failure } : { output: this.output() };
      journal?.attemptEnded({ ...this.save(thread), outcome });
      this.parent.notify({ type: 'mapRunEnded', thread, mapRunArn: this.arn, outcome });
    } else journal?.attemptEnded(this.save(thread));
    const { redriveThread } = this;
    this.redriveThread = undefined;
    if (redriveThread !== undefined) this.redrive(redriveThread);
  }

  private resumeRecord(attempt: Attempt, record: AttemptRecord, runOf: (arn: string) => Run | undefined): void {
    if (record.type === 'mapRunChanged') {
      const { settings, status, stoppedAt, redriveThread } = record.change;
      if (settings) this.settings = settings;
      if (status) this.status = status;
      if (stoppedAt !== undefined) this.stoppedAt = stoppedAt;
      if (redriveThread !== undefined) this.redriveThread = redriveThread ?? undefined;
      return;
    }
    if (record.type === 'inputFound') {
      const { index, items, input = 'null', random } = record;
      this.random = random;
      attempt.adoptFound({ index, items, input: { value: JSON.parse(input), text: input } });
      return;
    }
    if (record.type === 'childBegun') this.random = record.random;
    const run = runOf(record.executionArn);
    if (!run) throw new Error(`The map run ${this.arn} has a child that is not there: ${record.executionArn}`);
    if (record.type === 'childBegun') attempt.adoptBegun(run);
    else this.children.adoptEnd(run);
  }

  private output(): string {
    if (!this.writer) return this.list.output;
    return JSON.stringify({ MapRunArn: this.arn, ResultWriterDetails: this.writer.details });
  }

  private resultWriter(): ResultWriter | undefined {
    const { request, environment, parent } = this;
    const { writer, executionType, arn } = request;
    const { objects } = environment.integrations;
    if (!writer?.destination || !objects) return undefined;
    return new ResultWriter({
      objects,
      roleArn: parent.execution.roleArn,
      mapRunArn: arn,
      destination: writer.destination,
      format: writer,
      express: executionType === 'EXPRESS',
      redriveCount: this.redriveCount,
      written: this.written,
    });
  }

  private async authorize(permissions: SelfPermissions): Promise<void> {
    if (this.redriveCount > MOST_REDRIVES) throw new Error(`A Map Run can be redriven ${MOST_REDRIVES} times.`);
    await permissions.start();
    if (this.outcomes.hasUnsuccessfulRuns) await permissions.redrive();
  }
}

/** What children have of the execution that started them. */
function inheritedBy({ traceHeader, testCase }: Execution): Pick<Execution, 'traceHeader' | 'testCase'> {
  return { ...(traceHeader === undefined ? {} : { traceHeader }), ...(testCase === undefined ? {} : { testCase }) };
}
