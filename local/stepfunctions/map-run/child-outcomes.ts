import type { Run } from '../runtime/run';

/** What has come of a child, by its index; nothing when it has not ended yet. */
const SUCCEEDED = 1;
const UNSUCCESSFUL = 2;

/** What has come of the children over all attempts of a map run: a byte for each, and the executions that can be redriven. */
export class ChildOutcomes {
  private outcomes = new Uint8Array(1024);
  /** Unsuccessful STANDARD children. */
  private readonly runs = new Map<number, Run>();

  hasSucceeded(index: number): boolean {
    return this.outcomes[index] === SUCCEEDED;
  }

  /** Whether an earlier attempt has run the child without success. */
  isUnsuccessful(index: number): boolean {
    return this.outcomes[index] === UNSUCCESSFUL;
  }

  unsuccessfulRun(index: number): Run | undefined {
    return this.runs.get(index);
  }

  get hasUnsuccessfulRuns(): boolean {
    return this.runs.size > 0;
  }

  /** @param run of an unsuccessful child that is kept. */
  note(index: number, succeeded: boolean, run?: Run): void {
    if (index >= this.outcomes.length) {
      const longer = new Uint8Array(Math.max(index + 1, this.outcomes.length * 2));
      longer.set(this.outcomes);
      this.outcomes = longer;
    }
    this.outcomes[index] = succeeded ? SUCCEEDED : UNSUCCESSFUL;
    if (run) this.runs.set(index, run);
    else this.runs.delete(index);
  }
}
