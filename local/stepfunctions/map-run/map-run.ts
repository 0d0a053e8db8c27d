import type { Execution, Failure } from '../interpreter/execution';
import { nextRandom } from '../interpreter/random';
import type { Run, RunEnvironment } from '../runtime/run';
import type { Executions } from '../store/executions';
import type { StateMachine } from '../store/state-machines';
import { Attempt } from './attempt';
import { ChildInputs } from './child-inputs';
import { ChildOutcomes } from './child-outcomes';
import { Children } from './children';
import { MapRunCounts } from './counts';
import { openItems } from './items/item-pages';
import type { MapRunOutcome, MapRunRequest } from './request';
import { ResultList } from './results/result-list';
import { ResultWriter } from './results/result-writer';
import { WrittenResults } from './results/written-results';
import { SelfPermissions } from './self-permissions';
import type { Tolerance } from './tolerance';
import type { Waits } from './waits';

export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** The hard limit on redrives. @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html */
const MOST_REDRIVES = 1000;

const AS_IT_IS = { transformation: 'COMPACT', outputType: 'JSON' } as const;

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
export class MapRun {
  readonly counts = new MapRunCounts();
  /** What UpdateMapRun can change. */
  settings: Tolerance & { maxConcurrency: number };
  status: MapRunStatus = 'RUNNING';
  readonly startedAt: number;
  stoppedAt: number | undefined;
  redriveCount = 0;
  redrivenAt: number | undefined;
  readonly children: Children;
  private readonly outcomes = new ChildOutcomes();
  private readonly list: ResultList;
  private writer: ResultWriter | undefined;
  private readonly written = new WrittenResults();
  private attempt: Attempt | undefined;
  /** To be done when the attempt at hand has ended. */
  private afterAttempt: (() => void) | undefined;
  private random: MapRunRequest['random'];

  constructor(private readonly options: MapRunOptions) {
    const { request, environment, stateMachine, executions, parent } = options;
    const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = request;
    this.settings = {
      maxConcurrency,
      ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
      ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage }),
    };
    this.startedAt = environment.clock.now();
    this.list = new ResultList(request.writer ?? AS_IT_IS);
    this.random = request.random;
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

  get arn(): string {
    return this.options.request.arn;
  }

  get executionArn(): string {
    return this.options.parent.execution.arn;
  }

  /** @param thread of the parent, which is told of the end. */
  start(thread: number): void {
    const { environment, request, parent } = this.options;
    const { roleArn } = parent.execution;
    const { objects } = environment.integrations;
    const moment = { now: () => environment.clock.now(), random: this.nextRandom };
    const permissions = new SelfPermissions(environment.integrations, parent.execution, request.arn);
    const inputs = new ChildInputs(request, openItems(request.source, objects, roleArn), moment);
    this.writer = this.resultWriter();
    this.attempt = new Attempt({
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
    });
    this.attempt.begin();
  }

  /** Runs again what has not succeeded; an attempt that is still coming to its end does so first. */
  redrive(thread: number): void {
    if (this.attempt) {
      this.afterAttempt = () => this.redrive(thread);
      return;
    }
    this.status = 'RUNNING';
    this.stoppedAt = undefined;
    this.redriveCount += 1;
    this.redrivenAt = this.options.environment.clock.now();
    this.counts.awaitRedrive(this.written);
    this.children.begun.clear();
    this.start(thread);
  }

  /** The parent has ended, or left the state. Children that cannot be stopped come to their end by themselves. */
  abort(): void {
    this.afterAttempt = undefined;
    if (this.status !== 'RUNNING') return;
    this.stop('ABORTED');
    this.attempt?.abort();
  }

  update(change: Tolerance & { maxConcurrency?: number }): void {
    this.settings = { ...this.settings, ...change };
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
    this.stoppedAt = this.options.environment.clock.now();
  }

  private ended(thread: number, failure: Failure | undefined): void {
    this.attempt = undefined;
    this.written.unwritten = this.writer?.unwritten ?? [];
    if (this.status === 'RUNNING') {
      this.stop(failure ? 'FAILED' : 'SUCCEEDED');
      const outcome: MapRunOutcome = failure ? { failure } : { output: this.output() };
      this.options.parent.notify({ type: 'mapRunEnded', thread, mapRunArn: this.arn, outcome });
    }
    this.afterAttempt?.();
    this.afterAttempt = undefined;
  }

  private output(): string {
    if (!this.writer) return this.list.output;
    return JSON.stringify({ MapRunArn: this.arn, ResultWriterDetails: this.writer.details });
  }

  private resultWriter(): ResultWriter | undefined {
    const { request, environment, parent } = this.options;
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

  private readonly nextRandom = (): number => {
    const [number, state] = nextRandom(this.random);
    this.random = state;
    return number;
  };
}

/** What children have of the execution that started them. */
function inheritedBy({ traceHeader, testCase }: Execution): Pick<Execution, 'traceHeader' | 'testCase'> {
  return { ...(traceHeader === undefined ? {} : { traceHeader }), ...(testCase === undefined ? {} : { testCase }) };
}
