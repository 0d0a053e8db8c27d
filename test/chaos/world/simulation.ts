import { type StepFunctions, VirtualClock } from '@blueprint/local/stepfunctions';

const start = Date.UTC(2026, 0, 1);

/** Time in a world, and what happens as it passes. */
export abstract class Simulation {
  readonly clock = new VirtualClock(start);
  readonly trace: string[] = [];
  abstract readonly engine: StepFunctions;
  private violation: unknown;

  /** Lets time pass until an instant (ms), and everything that is due happen. */
  async run(until: number): Promise<void> {
    for (;;) {
      await turn();
      await this.engine.idle();
      await turn();
      if (this.violation) throw this.violation;
      const due = this.clock.due();
      if (due === undefined || due > until) break;
      await this.beforeNext();
      this.clock.next();
    }
    this.clock.advance(until - this.clock.now());
  }

  /** Lets time pass until nothing is due for a while but the ends of long waits. */
  async rest(): Promise<void> {
    const pause = 15 * 60_000;
    for (;;) {
      await this.run(this.clock.now());
      const due = this.clock.due();
      if (due === undefined || due > this.clock.now() + pause) return;
      await this.run(due);
    }
  }

  note(line: string): void {
    this.trace.push(`${new Date(this.clock.now()).toISOString().slice(5, 23)} ${line}`);
  }

  /** What a call comes to, once everything that follows from it has come to rest. */
  async resting<T>(call: Promise<T>): Promise<T> {
    const [result] = await Promise.all([call, this.rest()]);
    return result;
  }

  /** What happens before whatever is due next. */
  protected async beforeNext(): Promise<void> {}

  /** Lets work go on by itself; an error in it ends the schedule. */
  protected background(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.fail(error));
  }

  protected fail(error: unknown): void {
    this.violation ??= error;
  }
}

/** All that promises have in store happens before the next macrotask; nothing in the simulation waits for real time. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
