import type { Clock } from '../stepfunctions';
import type { DeployedFunction } from './deployed-function';
import type { FunctionWorker } from './worker';

export interface WorkerPoolOptions {
  maxWorkers: number;
  clock: Clock;
  start(fn: DeployedFunction): Promise<FunctionWorker>;
}

interface Waiting {
  fn: DeployedFunction;
  resolve(worker: FunctionWorker): void;
  reject(error: unknown): void;
}

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
  readonly #waiting: Waiting[] = [];
  #total = 0;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** A worker of this very deployment of the function; it is the caller's until released. */
  acquire(fn: DeployedFunction): Promise<FunctionWorker> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ fn, resolve, reject });
      this.#serve();
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
    for (const worker of this.#all) worker.terminate();
    for (const { fn, reject } of this.#waiting.splice(0)) {
      reject(new Error(`The Lambda host was stopped before ${fn.name} ran.`));
    }
  }

  #serve(): void {
    for (let index = 0; index < this.#waiting.length; ) {
      const waiting = this.#waiting[index];
      if (waiting && this.#tryServe(waiting)) this.#waiting.splice(index, 1);
      else index++;
    }
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
    const idle = [...this.#idle.values()].flat().sort((a, b) => a.idleSince - b.idleSince);
    const oldest = idle[0];
    if (!oldest) return false;
    if (!starving && this.#options.clock.now() - oldest.idleSince < SPARE_AFTER_MS) return false;
    const siblings = this.#idle.get(oldest.fn.name) ?? [];
    siblings.splice(siblings.indexOf(oldest), 1);
    this.#end(oldest);
    return true;
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
