/** What map runs have under way outside the engine: reading items, writing results. */
export class Waits {
  /** How many have come back so far. */
  settled = 0;
  private started = 0;

  get any(): boolean {
    return this.started > this.settled;
  }

  /** Notes that it is under way until it is settled. */
  track<Result>(promise: Promise<Result>): Promise<Result> {
    this.started += 1;
    return promise.finally(() => {
      this.settled += 1;
    });
  }
}
