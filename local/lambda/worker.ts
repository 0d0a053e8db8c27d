import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { RoleSession } from '../identity/sessions';
import type { Clock } from '../stepfunctions';
import type { DeployedFunction } from './deployed-function';
import type { FunctionErrorPayload, InvocationRequest } from './invocation';
import { type WorkerSurroundings, workerEnvironment } from './worker-environment';

/** How one run of the handler ended. */
export type Run = { payload: string; memoryUsed: number } | { failure: FunctionErrorPayload; memoryUsed: number };

type WorkerMessage =
  | { type: 'log'; text: string }
  | { type: 'ready' }
  | { type: 'result'; payload: string; memoryUsed: number }
  | { type: 'failure'; payload: FunctionErrorPayload; memoryUsed: number }
  | { type: 'initFailure' | 'crash'; payload: FunctionErrorPayload };

const INIT_TIMEOUT_MS = 10_000;

export interface FunctionWorkerOptions {
  fn: DeployedFunction;
  session: RoleSession;
  surroundings: WorkerSurroundings;
  clock: Clock;
  /** Takes a line to the function's log group. */
  writeLog(text: string): void;
}

/**
 * One execution environment of a function: a thread with an environment and a module cache of its own, which runs one
 * invocation at a time and ends with the first timeout or crash.
 */
export class FunctionWorker {
  readonly fn: DeployedFunction;
  /** When the role credentials it was started with end, in milliseconds since the epoch. */
  readonly expiresAt: number;
  idleSince = 0;
  readonly #options: FunctionWorkerOptions;
  readonly #thread: Worker;
  readonly #ready: Promise<FunctionErrorPayload | undefined>;
  readonly #startedAt = performance.now();
  readonly #tail: string[] = [];
  #initMs: number | undefined;
  #dead = false;
  #settle: ((run: Run) => void) | undefined;
  #crash: FunctionErrorPayload | undefined;

  constructor(options: FunctionWorkerOptions) {
    this.fn = options.fn;
    this.expiresAt = options.session.expiresAt;
    this.#options = options;
    this.#thread = new Worker(join(__dirname, 'runtime.cjs'), {
      env: workerEnvironment(options.fn, options.session.credentials, options.surroundings),
      workerData: { taskRoot: options.fn.codeFolder, handler: options.fn.handler, logFormat: options.fn.logFormat },
      resourceLimits: { maxOldGenerationSizeMb: options.fn.memoryMb },
      execArgv: [],
      stdin: false,
    });
    this.#ready = this.#untilReady();
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** How long the first start took, told once: the invocation that waited for it reports it. */
  takeInitMs(): number | undefined {
    const ms = this.#initMs;
    this.#initMs = undefined;
    return ms;
  }

  /** Writes a line of the platform's own among those of the function. */
  log(text: string): void {
    this.#tail.push(text);
    this.#options.writeLog(text);
  }

  /** All that was logged since it was last asked. */
  takeTail(): string {
    return this.#tail.splice(0).join('');
  }

  /** Runs the handler. Never rejects: a timeout, a crash and a failed start are failures of the run. */
  async run(request: InvocationRequest, requestId: string, traceId: string): Promise<Run> {
    const initFailure = await this.#ready;
    if (initFailure) return { failure: initFailure, memoryUsed: 0 };
    const { clock } = this.#options;
    const timeoutMs = this.fn.timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const timer = clock.setTimeout(() => {
        this.#finish(this.#timedOut(requestId));
        this.terminate();
      }, timeoutMs);
      this.#settle = (run) => {
        clock.clearTimeout(timer);
        resolve(run);
      };
      if (this.#dead) this.#finish(this.#exited(0));
      this.#thread.postMessage({
        event: request.payload,
        traceId,
        deadline: Date.now() + timeoutMs,
        context: {
          functionName: this.fn.name,
          functionVersion: this.fn.version,
          invokedFunctionArn: request.qualifier ? `${this.fn.arn}:${request.qualifier}` : this.fn.arn,
          memoryLimitInMB: String(this.fn.memoryMb),
          awsRequestId: requestId,
          logGroupName: this.fn.logGroup,
          logStreamName: this.#options.surroundings.logStream,
          ...(request.clientContext === undefined ? {} : { clientContext: request.clientContext }),
        },
      });
    });
  }

  /** Ends the thread at once, whatever it is doing. */
  terminate(): void {
    this.#dead = true;
    void this.#thread.terminate();
  }

  #untilReady(): Promise<FunctionErrorPayload | undefined> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const timer = clock.setTimeout(() => {
        resolve({
          errorType: 'Sandbox.Timedout',
          errorMessage: `Init timed out after ${INIT_TIMEOUT_MS / 1000} seconds`,
        });
        this.terminate();
      }, INIT_TIMEOUT_MS);
      this.#thread.on('message', (message: WorkerMessage) => {
        switch (message.type) {
          case 'log':
            return this.log(message.text);
          case 'ready':
            this.#initMs = performance.now() - this.#startedAt;
            clock.clearTimeout(timer);
            return resolve(undefined);
          case 'initFailure':
            clock.clearTimeout(timer);
            return resolve(message.payload);
          case 'crash':
            this.#crash = message.payload;
            return;
          case 'result':
            return this.#finish({ payload: message.payload, memoryUsed: message.memoryUsed });
          case 'failure':
            return this.#finish({ failure: message.payload, memoryUsed: message.memoryUsed });
        }
      });
      // Running out of memory arrives as an error of the thread.
      this.#thread.on('error', () => {
        this.#crash = { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: signal: killed' };
      });
      this.#thread.on('exit', (code) => {
        this.#dead = true;
        clock.clearTimeout(timer);
        const run = this.#exited(code);
        this.#finish(run);
        resolve(run.failure);
      });
    });
  }

  #finish(run: Run): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(run);
  }

  #timedOut(requestId: string) {
    const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${this.fn.timeoutSeconds}.00 seconds`;
    return { failure: { errorType: 'Sandbox.Timedout', errorMessage }, memoryUsed: 0 };
  }

  #exited(code: number) {
    const reason =
      code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
    return { failure: this.#crash ?? { errorType: 'Runtime.ExitError', errorMessage: reason }, memoryUsed: 0 };
  }
}

/** `2026/01/31/[$LATEST]<32 hex digits>`, as Lambda names the log stream of an execution environment. */
export function logStreamName(version: string, nowMs: number): string {
  const day = new Date(nowMs).toISOString().slice(0, 10).replace(/-/g, '/');
  return `${day}/[${version}]${randomUUID().replace(/-/g, '')}`;
}
