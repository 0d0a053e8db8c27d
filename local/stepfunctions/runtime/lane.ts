import type { Runnable, Turns } from './scheduler';

/**
 * Many runnables that share the turns of one: however many children a map run has, another execution waits for one step of
 * them only.
 */
export class Lane implements Turns, Runnable {
  private queue: Runnable[] = [];
  private head = 0;

  constructor(private readonly turns: Turns) {}

  schedule(runnable: Runnable): void {
    this.queue.push(runnable);
    // With more in the queue, the lane is scheduled already or at its step.
    if (this.queue.length - this.head === 1 && !this.stepping) this.turns.schedule(this);
  }

  private stepping = false;

  async step(): Promise<boolean> {
    this.stepping = true;
    try {
      const runnable = this.queue[this.head];
      this.head += 1;
      if (runnable && (await runnable.step())) this.queue.push(runnable);
    } finally {
      this.stepping = false;
    }
    if (this.head > 1000) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
    return this.queue.length > this.head;
  }
}
