import { Activities } from './activities/activities';
import { findOperation } from './api/operations';
import type { ServiceContext } from './api/service-context';
import type { Clock } from './clock/clock';
import { shuttingDown } from './errors';
import type { HistoryEvent } from './history/history-event';
import type { Integrations } from './integrations/integrations';
import { isExpress } from './interpreter/express';
import type { Journal } from './journal/journal';
import { Recorder } from './journal/recorder';
import { replayJournal, restore } from './journal/restore';
import { accountTables } from './journal/tables';
import { MapRuns } from './map-run/map-runs';
import { readMockConfig } from './mocks/mock-config';
import { MockedIntegrations } from './mocks/mocked-integrations';
import { ExecutionEnds } from './own-tasks/execution-ends';
import { OwnIntegrations } from './own-tasks/own-integrations';
import { type ExecutionLogEntry, logEntries } from './runtime/execution-log';
import { type MetricDatum, Metrics } from './runtime/metrics';
import type { Run } from './runtime/run';
import { Scheduler } from './runtime/scheduler';
import { type StatusChangeEvent, statusChange } from './runtime/status-change';
import { Aliases } from './store/aliases';
import { Executions } from './store/executions';
import { StateMachines } from './store/state-machines';
import { Versions } from './store/versions';
import type { ServiceModels } from './test-state/service-models';

export interface StepFunctionsOptions {
  region: string;
  /** 12 digits. */
  accountId: string;
  clock: Clock;
  /** Numbers, 0 ≤ n < 1, from which everything random comes: names, task tokens, jitter. */
  random: () => number;
  integrations: Integrations;
  /** By which TestState checks mocked results. Without them it refuses those that it would have to check. */
  models?: ServiceModels;
  /**
   * The configuration of mocked service integrations, parsed, as `MockConfigFile.json` holds it. An execution that is started
   * on `<state machine's ARN>#<test case>` takes the responses of that case.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
   */
  mocks?: unknown;
  /** Called on each change of an execution's status, once when it starts included. */
  onStatusChange?(event: StatusChangeEvent): void;
  /** Called for each record that a state machine's loggingConfiguration asks for. */
  onLog?(entry: ExecutionLogEntry): void;
  /** Called with each value of the metrics in the namespace `AWS/States`. */
  onMetric?(datum: MetricDatum): void;
}

/** How many turns of the event loop `idle` waits for an answer of the object store. */
const TURNS_FOR_OBJECTS = 3;

/**
 * AWS Step Functions in this process: state machines, their executions, and the API to both. Everything lives in memory, and
 * is gone with the process unless the engine was opened on a journal. With a virtual clock and a seeded `random`, the same requests give the same histories.
 */
export class StepFunctions {
  private readonly context: ServiceContext;
  private readonly scheduler = new Scheduler();
  private readonly recorder: Recorder | undefined;
  private readonly ends = new ExecutionEnds();
  /** How requests are refused that have not been answered. */
  private readonly unanswered = new Set<(error: Error) => void>();
  private closed = false;

  /** @param journal read already: `open` does that. */
  constructor(
    private readonly options: StepFunctionsOptions,
    journal?: Journal,
  ) {
    const { region, accountId, clock, random, models } = options;
    const mocks = options.mocks === undefined ? undefined : readMockConfig(options.mocks);
    const own = new OwnIntegrations(options.integrations, () => this.context, this.ends);
    const integrations = mocks ? new MockedIntegrations(own, mocks) : own;
    const recorder = journal && new Recorder(journal, options, () => this.context.executions);
    this.recorder = recorder;
    const executions = new Executions(() => clock.now(), recorder);
    const mapRuns = new MapRuns(executions, () => this.context.environment);
    const activities = new Activities(clock);
    const metrics = options.onMetric && new Metrics((datum) => options.onMetric?.(datum));
    this.context = {
      region,
      accountId,
      clock,
      random,
      integrations,
      ...(mocks ? { mocks } : {}),
      stateMachines: new StateMachines(),
      versions: new Versions(),
      aliases: new Aliases(),
      executions,
      mapRuns,
      activities,
      models,
      trials: new Set(),
      environment: {
        clock,
        integrations,
        scheduler: this.scheduler,
        mapRuns,
        activities,
        keepsHistory: true,
        ...(recorder ? { journal: recorder } : {}),
        onRecord: (run, event, missedHeartbeat) => {
          metrics?.record(run.execution, event, missedHeartbeat);
          this.log(run, event);
        },
        onStatus: (run) => {
          this.ends.told(run);
          this.tellStatus(run);
        },
      },
    };
  }

  /**
   * An engine that goes on where the last one on this journal has ended, and keeps in it what happens.
   *
   * @param warn told of each execution that cannot go on, and fails.
   * @throws JournalError when the journal cannot be read.
   */
  static async open(
    options: StepFunctionsOptions,
    journal: Journal,
    warn: (message: string) => void,
  ): Promise<StepFunctions> {
    const replayed = await replayJournal(journal, options);
    const engine = new StepFunctions(options, journal);
    const { context, recorder } = engine;
    if (recorder) restore({ replayed, context, tables: accountTables(context), recorder, warn });
    return engine;
  }

  /**
   * Carries out one operation of the API.
   *
   * @param operation its name, as in the header `X-Amz-Target: AWSStepFunctions.<operation>`.
   * @param input the body of the request, parsed.
   * @param caller its `signal` is aborted when nobody waits for the answer any more: GetActivityTask then takes no task.
   * @returns the body of the answer; times in seconds since the epoch.
   * @throws StepFunctionsError, `ServiceUnavailable` when the engine is closed before there is an answer
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
   */
  async handle(operation: string, input: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<unknown> {
    if (this.closed) throw shuttingDown();
    const output = await this.untilClosed(findOperation(operation)(this.context, input, signal));
    this.recorder?.answering(operation);
    return output;
  }

  /**
   * Resolves when every execution has ended or waits: for a timer, for a call that is under way, for a task token. What a
   * map run reads or writes gets some turns of the event loop to come back, for from memory it needs no more.
   */
  async idle(): Promise<void> {
    const { waits } = this.context.mapRuns;
    await this.scheduler.idle();
    for (let turns = 0; waits.any && turns < TURNS_FOR_OBJECTS; turns++) {
      const { settled } = waits;
      await new Promise((resolve) => setImmediate(resolve));
      await this.scheduler.idle();
      if (waits.settled > settled) turns = -1;
    }
  }

  /**
   * Stops all executions where they are, without a trace in their histories, and leaves no timer behind. Requests that
   * have not been answered are refused with `ServiceUnavailable`, as are all that come later.
   */
  close(): void {
    this.closed = true;
    this.scheduler.close();
    for (const { run } of this.context.executions.all()) run.close();
    this.context.mapRuns.close();
    for (const trial of this.context.trials) trial.close();
    this.context.activities.close();
    this.recorder?.close();
    // Those that can be answered, as a poll with no task, are so first.
    setImmediate(() => {
      for (const refuse of this.unanswered) refuse(shuttingDown());
    });
  }

  /** What an operation answers. One that waits for an execution to end would wait for ever once the engine is closed. */
  private untilClosed(answer: object | Promise<object>): object | Promise<object> {
    if (!(answer instanceof Promise)) return answer;
    return new Promise<object>((resolve, reject) => {
      this.unanswered.add(reject);
      answer.then(resolve, reject).finally(() => this.unanswered.delete(reject));
    });
  }

  /** AWS tells of no change of an EXPRESS execution. */
  private tellStatus({ execution }: Run): void {
    if (isExpress(execution)) return;
    this.options.onStatusChange?.(statusChange(execution, execution.lastEventId, this.options.clock.now()));
  }

  private log({ execution }: Run, event: HistoryEvent): void {
    if (!this.options.onLog) return;
    const stored = this.context.executions.find(execution.arn);
    if (!stored) return;
    for (const entry of logEntries(stored.stateMachine.logging, execution, event)) this.options.onLog(entry);
  }
}
