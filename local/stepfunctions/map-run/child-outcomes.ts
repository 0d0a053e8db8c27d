import type { Run } from '../runtime/run';

export interface SavedOutcomes {
  /** base64 */
  bytes: string;
  runs: [index: number, arn: string][];
}

const SUCCEEDED = 1;
const LARGEST_BYTE = 255;

/**
 * What has come of the children over all attempts of a map run, and the executions that can be redriven. A byte tells of each
 * child: nothing yet, success, or one more than how often it has ended without.
 */
export class ChildOutcomes {
  private outcomes = new Uint8Array(1024);
  /** Unsuccessful STANDARD children. */
  private readonly runs = new Map<number, Run>();

  hasSucceeded(index: number): boolean {
    return this.outcomes[index] === SUCCEEDED;
  }

  /** Whether an earlier attempt has run the child without success. */
  isUnsuccessful(index: number): boolean {
    return this.failuresOf(index) > 0;
  }

  /** How often the child has ended without success. */
  failuresOf(index: number): number {
    return Math.max(0, (this.outcomes[index] ?? 0) - SUCCEEDED);
  }

  unsuccessfulRun(index: number): Run | undefined {
    return this.runs.get(index);
  }

  get hasUnsuccessfulRuns(): boolean {
    return this.runs.size > 0;
  }

  /** As plain data, the unsuccessful children by index and ARN. */
  save(): SavedOutcomes {
    const bytes = Buffer.from(this.outcomes.subarray(0, this.outcomes.findLastIndex((outcome) => outcome > 0) + 1));
    const runs = [...this.runs].map(([index, { execution }]): [number, string] => [index, execution.arn]);
    return { bytes: bytes.toString('base64'), runs };
  }

  restore({ bytes, runs }: SavedOutcomes, runOf: (arn: string) => Run | undefined): void {
    const saved = Buffer.from(bytes, 'base64');
    this.outcomes = new Uint8Array(Math.max(1024, saved.length));
    this.outcomes.set(saved);
    for (const [index, arn] of runs) {
      const run = runOf(arn);
      if (run) this.runs.set(index, run);
    }
  }

  /** @param run of an unsuccessful child that is kept. */
  note(index: number, succeeded: boolean, run?: Run): void {
    if (index >= this.outcomes.length) {
      const longer = new Uint8Array(Math.max(index + 1, this.outcomes.length * 2));
      longer.set(this.outcomes);
      this.outcomes = longer;
    }
    const unsuccessful = Math.min(SUCCEEDED + this.failuresOf(index) + 1, LARGEST_BYTE);
    this.outcomes[index] = succeeded ? SUCCEEDED : unsuccessful;
    if (run) this.runs.set(index, run);
    else this.runs.delete(index);
  }
}
