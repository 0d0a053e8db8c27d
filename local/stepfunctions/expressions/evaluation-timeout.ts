import { evaluationLimit } from './evaluation-limit';

/** Something in an expression or a path that goes on and on. The message is what an execution fails with. */
export class EvaluationTimeout extends Error {
  /** JSONata's code for an expression that takes too long. */
  readonly code = 'D1012';
}

/** A step takes much less than a microsecond, and reading the clock almost as long. */
const STEPS_PER_LOOK = 4_096;

/** Watches how long a path is followed, at no cost for one that ends soon. */
export class Watch {
  private steps = 0;
  private until: number | undefined;

  /** @param source the path, for the message. */
  constructor(private readonly source: string) {}

  /**
   * To be called for all that takes time.
   *
   * @param count how many simple steps it is like.
   * @throws EvaluationTimeout
   */
  step(count = 1): void {
    this.steps += count;
    if (this.steps < STEPS_PER_LOOK) return;
    this.steps = 0;
    const now = performance.now();
    this.until ??= now + evaluationLimit.ms;
    if (now > this.until) throw new EvaluationTimeout(`The path '${this.source}' cannot be followed in time`);
  }

  /** To be called for what takes time of its own, such as matching a pattern. @throws EvaluationTimeout */
  look(): void {
    this.step(STEPS_PER_LOOK);
  }
}
