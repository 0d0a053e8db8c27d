import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { AwsError } from '../aws/error';
import type { Authorizer } from '../identity/authorizer';
import type { Sessions } from '../identity/sessions';
import type { LogWriter } from '../logs/log-writer';
import type { Clock } from '../stepfunctions';
import type { DeployedFunction } from './deployed-function';
import type { InvocationRequest, InvocationResult } from './invocation';
import { reportLines, startLine } from './log-lines';
import { FunctionWorker, logStreamName, type Run } from './worker';
import { WorkerPool } from './worker-pool';

/** Where the host finds functions; in tests, bundles made on the spot. */
export interface FunctionSource {
  get(name: string, qualifier?: string): Promise<DeployedFunction>;
}

export interface LambdaHostOptions {
  functions: FunctionSource;
  sessions: Pick<Sessions, 'assume'>;
  authorizer: Pick<Authorizer, 'authorize'>;
  logs: Pick<LogWriter, 'write'>;
  clock: Clock;
  /** The endpoint that functions talk to. */
  endpoint: string;
  region: string;
  /** An empty folder that functions see as their home. */
  home: string;
  /** How many workers live at once, over all functions. Default: eight per processor. */
  maxWorkers?: number;
}

/** Lambda's default limit of concurrent executions per region. */
const ACCOUNT_CONCURRENCY = 1_000;
const LOG_TAIL_BYTES = 4_096;

/** Runs deployed functions in workers of this process. */
export class LambdaHost {
  readonly #options: LambdaHostOptions;
  readonly #pool: WorkerPool;
  readonly #running = new Map<string, number>();
  #runningInAll = 0;

  constructor(options: LambdaHostOptions) {
    this.#options = options;
    mkdirSync(options.home, { recursive: true });
    this.#pool = new WorkerPool({
      maxWorkers: options.maxWorkers ?? 8 * cpus().length,
      clock: options.clock,
      start: (fn) => this.#startWorker(fn),
    });
  }

  /**
   * Invokes a function and waits for its end.
   * @throws AwsError `ResourceNotFoundException`, or `TooManyRequestsException` at the function's reserved concurrency.
   */
  async invoke(request: InvocationRequest): Promise<InvocationResult> {
    const fn = await this.#options.functions.get(request.functionName, request.qualifier);
    const running = this.#running.get(fn.name) ?? 0;
    if (running >= (fn.reservedConcurrency ?? Infinity) || this.#runningInAll >= ACCOUNT_CONCURRENCY) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    }
    this.#running.set(fn.name, running + 1);
    this.#runningInAll++;
    try {
      return await this.#runOnWorker(fn, request);
    } finally {
      this.#running.set(fn.name, (this.#running.get(fn.name) ?? 1) - 1);
      this.#runningInAll--;
    }
  }

  /** Ends every worker, at once. */
  stop(): void {
    this.#pool.stop();
  }

  async #runOnWorker(fn: DeployedFunction, request: InvocationRequest): Promise<InvocationResult> {
    const requestId = request.requestId ?? randomUUID();
    const traceId = request.traceId ?? newTraceId();
    const worker = await this.#pool.acquire(fn);
    worker.log(startLine(fn, requestId));
    const startedAt = performance.now();
    const run = await worker.run(request, requestId, traceId);
    const initMs = worker.takeInitMs();
    const durationMs = Math.max(0, performance.now() - startedAt - (initMs ?? 0));
    if ('failure' in run && worker.dead) worker.log(crashLine(run.failure, requestId));
    const report = { requestId, traceId, durationMs, initMs, memoryUsed: run.memoryUsed, status: statusOf(run) };
    for (const line of reportLines(fn, report)) worker.log(line);
    const logTail = Buffer.from(worker.takeTail()).subarray(-LOG_TAIL_BYTES).toString('utf8');
    this.#pool.release(worker);
    return {
      requestId,
      executedVersion: fn.version,
      payload: 'failure' in run ? JSON.stringify(run.failure) : run.payload,
      ...('failure' in run ? { functionError: 'Unhandled' as const } : {}),
      logTail,
    };
  }

  async #startWorker(fn: DeployedFunction): Promise<FunctionWorker> {
    const { clock, logs, sessions, authorizer, endpoint, region, home } = this.#options;
    const logStream = logStreamName(fn.version, clock.now());
    const session = await sessions.assume(fn.roleArn, fn.name);
    const target = {
      group: fn.logGroup,
      stream: logStream,
      permit: (action: string, resource: string) => authorizer.authorize(session.caller, action, resource),
    };
    return new FunctionWorker({
      fn,
      session,
      clock,
      surroundings: { endpoint, region, home, logStream },
      writeLog: (text) => logs.write(target, text),
    });
  }
}

function statusOf(run: Run): 'success' | 'error' | 'timeout' | 'failure' {
  if (!('failure' in run)) return 'success';
  if (run.failure.errorType === 'Sandbox.Timedout') return 'timeout';
  return run.failure.errorType.startsWith('Runtime.') ? 'failure' : 'error';
}

function crashLine(failure: { errorType: string; errorMessage: string }, requestId: string): string {
  return failure.errorType === 'Sandbox.Timedout'
    ? `${new Date().toISOString()} ${requestId} ${failure.errorMessage.replace(/^RequestId: \S+ Error: /, '')}\n`
    : `RequestId: ${requestId} Error: ${failure.errorMessage}\n${failure.errorType}\n`;
}

/** A trace that is not sampled: nobody collects traces here, and X-Ray's client stays silent. */
export function newTraceId(): string {
  const epoch = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${epoch}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
