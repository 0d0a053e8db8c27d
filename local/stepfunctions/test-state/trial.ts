import type { Machine } from '../definition/machine';
import { shuttingDown } from '../errors';
import type { HistoryEvent } from '../history/history-event';
import type { HttpExchange } from '../integrations/integrations';
import type { Execution, Failure } from '../interpreter/execution';
import { ErrorName } from '../interpreter/failures';
import type { Observer, ResultStage } from '../interpreter/observer';
import type { MapRunOutcome, MapRunRequest } from '../map-run/request';
import { Run, type RunEnvironment } from '../runtime/run';
import type { Mock } from './mock';

/** How long a test may last. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
const LONGEST_TEST_MS = 5 * 60 * 1000;

/** What has been seen of a state while it was tested. Texts are JSON. */
export interface Trace {
  status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  parameters?: string;
  result?: string;
  afterResultSelector?: string;
  afterResultPath?: string;
  exchange?: HttpExchange;
  output?: string;
  /** As JSON texts, by name. */
  assigned?: { [name: string]: string };
  nextState?: string;
  failure?: Failure;
  retry?: { index: number; delayMs: number | undefined };
  catchIndex?: number;
}

export interface TrialOptions {
  machine: Machine;
  execution: Execution;
  environment: Pick<RunEnvironment, 'clock' | 'scheduler' | 'integrations'>;
  mock?: Mock;
  trace?: { revealSecrets: boolean };
  /** Answers in the place of a map run. @throws StepFunctionsError */
  mapRun(request: MapRunRequest): Promise<MapRunOutcome>;
}

/** Runs one state until it has been left, has failed, or would be tried again. */
export class Trial implements Observer {
  private readonly trace: Trace = { status: 'SUCCEEDED' };
  private readonly run: Run;
  private readonly limit: unknown;
  /** Resolves when the test is over. */
  readonly ended: Promise<Trace>;
  private done: { resolve(trace: Trace): void; reject(error: unknown): void } | undefined;
  private exited = false;

  constructor(private readonly options: TrialOptions) {
    this.ended = new Promise((resolve, reject) => {
      this.done = { resolve, reject };
    });
    const { machine, execution, environment } = options;
    const { clock, scheduler, integrations } = environment;
    this.run = new Run(machine, execution, {
      clock,
      scheduler,
      integrations: {
        supports: (resource, pattern) => integrations.supports(resource, pattern),
        call: (request) => {
          if (!options.mock) return integrations.call({ ...request, ...this.tracing() });
          this.giveMock();
          return new Promise(() => {});
        },
      },
      activities: { exists: () => true, offer: () => this.giveMock() },
      mapRuns: {
        start: (_, thread, request) => this.answerMapRun(thread, request),
        redrive: () => {},
        abort: () => {},
      },
      keepsHistory: false,
      onRecord: (_, event) => this.record(event),
      onStatus: () => {},
      observer: this,
    });
    this.limit = clock.setTimeout(() => this.end('FAILED', { error: ErrorName.timeout }), LONGEST_TEST_MS);
    this.run.notify({ type: 'start' });
  }

  /** The engine shuts down. */
  close(): void {
    this.stop();
    this.done?.reject(shuttingDown());
  }

  result(stage: ResultStage, text: string): void {
    if (this.trace.catchIndex === undefined) this.trace[stage] = text;
  }

  retry(index: number, failure: Failure, delayMs: number | undefined): void {
    this.trace.retry = { index, delayMs };
    if (delayMs !== undefined) this.end('RETRIABLE', failure);
  }

  caught(index: number, failure: Failure): void {
    this.trace.catchIndex = index;
    this.trace.failure = failure;
  }

  private record({ type, details = {} }: HistoryEvent): void {
    if (/^(?:Task|LambdaFunction|Activity)Scheduled$/.test(type)) {
      this.trace.parameters = String(details.parameters ?? details.input);
    } else if (/^(?:Task|LambdaFunction|Activity)Succeeded$/.test(type)) {
      this.trace.result = String(details.output);
    } else if (type.endsWith('StateExited')) {
      this.exited = true;
      this.trace.output = String(details.output);
      if (details.assignedVariables) this.trace.assigned = details.assignedVariables as { [name: string]: string };
    } else if (type.endsWith('StateEntered') && this.exited) {
      this.trace.nextState = String(details.name);
      this.end(this.leftAs());
    } else if (type === 'ExecutionSucceeded') {
      this.end(this.leftAs());
    } else if (type === 'ExecutionFailed') {
      const { error, cause } = details;
      this.end('FAILED', {
        ...(error === undefined ? {} : { error: String(error) }),
        ...(cause === undefined ? {} : { cause: String(cause) }),
      });
    }
  }

  private leftAs(): Trace['status'] {
    return this.trace.catchIndex === undefined ? 'SUCCEEDED' : 'CAUGHT_ERROR';
  }

  private end(status: Trace['status'], failure?: Failure): void {
    this.trace.status = status;
    if (failure) this.trace.failure = failure;
    this.stop();
    this.done?.resolve(this.trace);
  }

  private stop(): void {
    this.options.environment.clock.clearTimeout(this.limit);
    this.run.close();
  }

  /** Like the answer to a task token: so the result keeps the text it has in the mock. */
  private giveMock(): void {
    const work = this.run.execution.threads[0]?.activation?.work;
    const { mock } = this.options;
    if (work?.kind !== 'called' || !mock) return;
    const outcome = 'result' in mock ? { output: mock.result.text } : mock.failure;
    this.run.notify({ type: 'tokenReturned', thread: 0, task: work.task.id, outcome });
  }

  private answerMapRun(thread: number, request: MapRunRequest): void {
    this.options.mapRun(request).then(
      (outcome) => this.run.notify({ type: 'mapRunEnded', thread, mapRunArn: request.arn, outcome }),
      (error: unknown) => {
        this.stop();
        this.done?.reject(error);
      },
    );
  }

  private tracing() {
    const { trace } = this.options;
    if (!trace) return {};
    const exchanged = (exchange: HttpExchange) => {
      this.trace.exchange = exchange;
    };
    return { trace: { ...trace, exchanged } };
  }
}
