import { AwsError } from '../aws/error';
import type { Clock, TimerHandle } from '../stepfunctions';
import type { DeployedFunction } from './deployed-function';
import type { FunctionWorker } from './worker';

export interface WorkerPoolOptions {
  maxWorkers: number;
  clock: Clock;
  start(fn: DeployedFunction): Promise<FunctionWorker>;
}

interface Waiting {
  fn: DeployedFunction;
  /** Counted up: who came first. */
  ticket: number;
  resolve(worker: FunctionWorker): void;
  reject(error: unknown): void;
}

/** As Lambda's own error: who invokes functions knows what to do then. */
const stopped = (fn: DeployedFunction) =>
  new AwsError('ServiceException', `The Lambda host was stopped before ${fn.name} ran.`, 500);

/** Longer than the longest invocation: a worker whose credentials end sooner takes no new one. */
const MIN_CREDENTIAL_LIFE_MS = 15 * 60_000;
/** A worker idle for this long may give its place to a function that has more to do than workers. */
const SPARE_AFTER_MS = 2_000;

/**
 * The workers of all functions under one limit: reused while warm, started while there is room, and beyond that waited
 * for. A function without any worker takes the place of the one that was idle longest, so none starves.
 */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #idle = new Map<string, FunctionWorker[]>();
  /** Workers that live or are being started, by function. */
  readonly #count = new Map<string, number>();
  readonly #all = new Set<FunctionWorker>();
  /** Who waits for a worker, by function, those who came first in front. */
  readonly #waiting = new Map<string, Waiting[]>();
  #total = 0;
  #tickets = 0;
  #stopped = false;
  #nextLook: TimerHandle | undefined;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** A worker of this very deployment of the function; it is the caller's until released. */
  acquire(fn: DeployedFunction): Promise<FunctionWorker> {
    if (this.#stopped) return Promise.reject(stopped(fn));
    return new Promise((resolve, reject) => {
      const queue = this.#waiting.get(fn.name) ?? [];
      queue.push({ fn, ticket: this.#tickets++, resolve, reject });
      this.#waiting.set(fn.name, queue);
      if (queue.length === 1) this.#serve();
    });
  }

  release(worker: FunctionWorker): void {
    if (worker.dead) this.#forget(worker);
    else {
      worker.idleSince = this.#options.clock.now();
      const idle = this.#idle.get(worker.fn.name) ?? [];
      idle.push(worker);
      this.#idle.set(worker.fn.name, idle);
    }
    this.#serve();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#nextLook !== undefined) this.#options.clock.clearTimeout(this.#nextLook);
    for (const worker of this.#all) worker.terminate();
    const waiting = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    for (const { fn, reject } of waiting) reject(stopped(fn));
  }

  /** In the order of their coming, but only the first of each function is asked: where it finds no worker, the next does not either. */
  #serve(): void {
    const queues = [...this.#waiting.values()].sort((a, b) => (a[0]?.ticket ?? 0) - (b[0]?.ticket ?? 0));
    for (const queue of queues) {
      for (let first = queue[0]; first && this.#tryServe(first); first = queue[0]) {
        queue.shift();
        if (queue.length === 0) this.#waiting.delete(first.fn.name);
      }
    }
    this.#lookAgain();
  }

  /**
   * Whoever still waits may have the place of a worker that is idle for long enough: of itself, since perhaps none is released
   * before, as when all workers of a function wait for what only another one of it can answer.
   */
  #lookAgain(): void {
    const oldest = this.#longestIdle()?.[0];
    if (this.#waiting.size === 0 || oldest === undefined || this.#nextLook !== undefined) return;
    const { clock } = this.#options;
    this.#nextLook = clock.setTimeout(
      () => {
        this.#nextLook = undefined;
        this.#serve();
      },
      oldest.idleSince + SPARE_AFTER_MS - clock.now(),
    );
  }

  #tryServe(waiting: Waiting): boolean {
    const warm = this.#takeIdle(waiting.fn);
    if (warm) {
      waiting.resolve(warm);
      return true;
    }
    if (this.#total >= this.#options.maxWorkers && !this.#makeRoom(waiting.fn)) return false;
    this.#startFor(waiting);
    return true;
  }

  /** The worker used last: the others may grow idle enough to give way. */
  #takeIdle(fn: DeployedFunction): FunctionWorker | undefined {
    const idle = this.#idle.get(fn.name) ?? [];
    for (let worker = idle.pop(); worker; worker = idle.pop()) {
      const fresh = worker.expiresAt - this.#options.clock.now() > MIN_CREDENTIAL_LIFE_MS;
      if (!worker.dead && fresh && worker.fn.fingerprint === fn.fingerprint) return worker;
      this.#end(worker);
    }
    return undefined;
  }

  #makeRoom(fn: DeployedFunction): boolean {
    const starving = (this.#count.get(fn.name) ?? 0) === 0;
    const siblings = this.#longestIdle();
    const oldest = siblings?.[0];
    if (!siblings || !oldest) return false;
    if (!starving && this.#options.clock.now() - oldest.idleSince < SPARE_AFTER_MS) return false;
    siblings.shift();
    this.#end(oldest);
    return true;
  }

  /** The idle workers of the function whose first has been idle for longest: each function's are in the order of their release. */
  #longestIdle(): FunctionWorker[] | undefined {
    let longest: FunctionWorker[] | undefined;
    for (const idle of this.#idle.values()) {
      if (idle[0] && (!longest?.[0] || idle[0].idleSince < longest[0].idleSince)) longest = idle;
    }
    return longest;
  }

  #startFor(waiting: Waiting): void {
    const { name } = waiting.fn;
    this.#total++;
    this.#count.set(name, (this.#count.get(name) ?? 0) + 1);
    this.#options.start(waiting.fn).then(
      (worker) => {
        this.#all.add(worker);
        waiting.resolve(worker);
      },
      (error: unknown) => {
        this.#discount(name);
        waiting.reject(error);
        this.#serve();
      },
    );
  }

  #end(worker: FunctionWorker): void {
    worker.terminate();
    this.#forget(worker);
  }

  #forget(worker: FunctionWorker): void {
    this.#all.delete(worker);
    this.#discount(worker.fn.name);
  }

  #discount(name: string): void {
    this.#total--;
    this.#count.set(name, (this.#count.get(name) ?? 1) - 1);
  }
}
