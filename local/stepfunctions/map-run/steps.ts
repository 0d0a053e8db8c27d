import type { Runnable, Turns } from '../runtime/scheduler';
import type { Waits } from './waits';

/**
 * Work that is done in steps, in turns with all else, and takes no turns while it waits for something outside of the engine.
 */
export class Steps implements Runnable {
  private waiting = false;
  private scheduled = false;
  private woken = false;
  private ended = false;

  /**
   * @param work does one step; true when there is more to do at once.
   * @param failed is told what `work` throws, and may change what is to be done.
   */
  constructor(
    private readonly turns: Turns,
    private readonly waits: Waits,
    private readonly work: () => Promise<boolean>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Something has changed that the work may go on with. */
  wake(): void {
    this.woken = true;
    if (this.scheduled || this.waiting || this.ended) return;
    this.scheduled = true;
    this.turns.schedule(this);
  }

  /** Lets others have their turns until the promise is settled. @returns false, for a step has no more to do then. */
  wait(promise: Promise<unknown>, done: () => void, failed: (error: unknown) => void): false {
    this.waiting = true;
    const settled = (then: () => void) => {
      this.waiting = false;
      then();
      this.wake();
    };
    this.waits.track(promise).then(
      () => settled(done),
      (error: unknown) => settled(() => failed(error)),
    );
    return false;
  }

  /** There will be no more steps. */
  end(): void {
    this.ended = true;
  }

  async step(): Promise<boolean> {
    this.woken = false;
    let more = false;
    try {
      if (!this.waiting && !this.ended) more = await this.work();
    } catch (error) {
      this.failed(error);
      more = true;
    }
    this.scheduled = !this.waiting && !this.ended && (more || this.woken);
    return this.scheduled;
  }
}
