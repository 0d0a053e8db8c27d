import type { Clock } from '@blueprint/local/stepfunctions';
import { type Random, seeded } from '../random';
import type { HttpRequest, HttpResponse } from './http';

/** What an invocation can reach. */
export interface Outside {
  clock: Clock;
  send(from: Invocation, request: HttpRequest, answer: (response: HttpResponse | Error) => void): void;
  print(line: string): void;
}

export type Outcome = { returned: unknown } | { thrown: unknown } | 'killed';

/** One run of a handler, from its start until it returned or was killed. */
export class Invocation {
  /** What its code draws from: whether its instance was cold must not change what others draw. */
  readonly random: Random;
  /** What befalls it as a whole draws from this. */
  readonly chance: Random;
  private readonly sent = new Map<string, number>();
  private state: 'running' | 'returned' | 'killed' = 'running';
  private onKill: (() => void) | undefined;

  /**
   * @param caller the function's path, or who else calls: `publisher`, `operator`
   * @param number what tells it from the caller's other invocations
   */
  constructor(
    readonly caller: string,
    readonly world: Outside,
    private readonly seed: number,
    private readonly number: number,
  ) {
    this.random = seeded(seed, `${caller} ${number}`);
    this.chance = seeded(seed, `${caller} ${number} chance`);
  }

  /** What a call draws from follows from what it sends: of calls made at once, a cold instance may send another one first. */
  chanceOf(body: string): Random {
    const sent = this.sent.get(body) ?? 0;
    this.sent.set(body, sent + 1);
    return seeded(this.seed, `${this.caller} ${this.number} ${sent} ${body}`);
  }

  get isAlive(): boolean {
    return this.state === 'running';
  }

  get wasKilled(): boolean {
    return this.state === 'killed';
  }

  /** Ends it where it stands, as a crashed or timed out sandbox does: whatever its code does from now on reaches nobody. */
  kill(): void {
    if (!this.isAlive) return;
    this.state = 'killed';
    this.onKill?.();
  }

  /** Settles with the run's outcome, or with `killed`. */
  run(handler: () => Promise<unknown>): Promise<Outcome> {
    return new Promise((resolve) => {
      this.onKill = () => resolve('killed');
      const settle = (outcome: Outcome) => {
        if (!this.isAlive) return;
        this.state = 'returned';
        resolve(outcome);
      };
      handler().then(
        (returned) => settle({ returned }),
        (thrown) => settle({ thrown }),
      );
    });
  }
}
