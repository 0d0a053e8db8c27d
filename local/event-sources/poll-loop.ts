import type { EventSourceMapping } from './mapping';
import type { PollerParts } from './poller';

const RETRY_MS = 2_000;

/** Polls until it is stopped. What a poll throws is logged once, shows in the mapping, and is tried again. */
export class PollLoop {
  readonly #mapping: EventSourceMapping;
  readonly #parts: Pick<PollerParts, 'clock' | 'logger'>;
  readonly #poll: () => Promise<number>;
  #stopped = false;

  /** @param poll does one step and says how long to wait for the next, in ms */
  constructor(mapping: EventSourceMapping, parts: Pick<PollerParts, 'clock' | 'logger'>, poll: () => Promise<number>) {
    this.#mapping = mapping;
    this.#parts = parts;
    this.#poll = poll;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** @param source how a message names what is polled, e.g. `Queue arn:aws:sqs:…` */
  async run(source: string): Promise<void> {
    let warned = '';
    while (!this.#stopped) {
      try {
        const waitMs = await this.#poll();
        if (waitMs > 0) await this.sleep(waitMs);
      } catch (error) {
        if (this.#stopped) return;
        const message = error instanceof Error ? error.message : String(error);
        if (message !== warned) this.#parts.logger.warn(`${source} is not read: ${message}`);
        warned = message;
        this.#mapping.LastProcessingResult = `PROBLEM: ${message}`;
        await this.sleep(RETRY_MS);
      }
    }
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.clock.setTimeout(resolve, ms);
    });
  }
}
