/** Something with work to do in steps. */
export interface Runnable {
  /** Does one step. True when there is more to do at once. */
  step(): Promise<boolean>;
}

/** Where a runnable gets its turns. */
export interface Turns {
  /** Gives the runnable a turn, after all that have been scheduled before. It must not be scheduled already. */
  schedule(runnable: Runnable): void;
}

/** After so many steps the event loop gets a turn, so that timers, sockets and other callers don't starve. */
const STEPS_PER_TURN = 8;

/**
 * Runs steps one at a time, each runnable in its turn. Counts steps rather than time, so that the order of everything
 * is the same in every run.
 */
export class Scheduler implements Turns {
  private queue: Runnable[] = [];
  private running = false;
  private closed = false;
  private idleWaiters: (() => void)[] = [];

  schedule(runnable: Runnable): void {
    if (this.closed) return;
    this.queue.push(runnable);
    if (this.running) return;
    this.running = true;
    void this.run();
  }

  /** Resolves when nothing is left to do, or the scheduler is closed. */
  idle(): Promise<void> {
    if (!this.running) return Promise.resolve();
    return new Promise((resolve) => this.idleWaiters.push(resolve));
  }

  /** Stops after the step at hand. */
  close(): void {
    this.closed = true;
    this.queue = [];
  }

  private async run(): Promise<void> {
    await Promise.resolve();
    let steps = 0;
    for (let head = 0; head < this.queue.length; ) {
      const runnable = this.queue[head++];
      if (runnable && (await runnable.step())) this.queue.push(runnable);
      if (++steps % STEPS_PER_TURN === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        this.queue = this.queue.slice(head);
        head = 0;
      }
    }
    this.queue = [];
    this.running = false;
    for (const resolve of this.idleWaiters.splice(0)) resolve();
  }
}
