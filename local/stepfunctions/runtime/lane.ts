import type { Runnable, Turns } from './scheduler';

/** The queue is shortened when so many at its beginning are done. */
const DONE = 1000;

/**
 * Many runnables that share the turns of one: however many children a map run has, another execution waits for one step of
 * them only.
 */
export class Lane implements Turns, Runnable {
  private queue: (Runnable | undefined)[] = [];
  private head = 0;
  private stepping = false;

  constructor(private readonly turns: Turns) {}

  schedule(runnable: Runnable): void {
    this.queue.push(runnable);
    // With more in the queue, the lane is scheduled already or at its step.
    if (this.queue.length - this.head === 1 && !this.stepping) this.turns.schedule(this);
  }

  async step(): Promise<boolean> {
    this.stepping = true;
    try {
      const runnable = this.take();
      if (runnable && (await runnable.step())) this.queue.push(runnable);
    } finally {
      this.stepping = false;
    }
    return this.queue.length > this.head;
  }

  private take(): Runnable | undefined {
    const runnable = this.queue[this.head];
    // What has ended must not be kept by the queue.
    this.queue[this.head] = undefined;
    this.head += 1;
    if (this.head > DONE) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
    return runnable;
  }
}
