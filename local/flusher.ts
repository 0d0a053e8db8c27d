import type { Clock, TimerHandle } from './stepfunctions';

/** Writes what was gathered some ms after the first of it came; a write begins when the one before it has ended. */
export class Flusher {
  readonly #clock: Clock;
  readonly #delayMs: number;
  readonly #write: () => Promise<void>;
  #timer: TimerHandle | undefined;
  #flushing: Promise<void> = Promise.resolve();

  /** @param write takes all that was gathered and writes it; it must not throw. */
  constructor(clock: Clock, delayMs: number, write: () => Promise<void>) {
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#write = write;
  }

  /** Says that something waits to be written. */
  schedule(): void {
    this.#timer ??= this.#clock.setTimeout(() => void this.flush(), this.#delayMs);
  }

  /** Writes now, and returns when all that was gathered is written. */
  flush(): Promise<void> {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushing = this.#flushing.then(this.#write);
    return this.#flushing;
  }
}
