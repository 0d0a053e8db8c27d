import type { ExecutionStatus } from '../interpreter/execution';

/** Where the children of a map run, or their items, are. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_MapRunExecutionCounts.html */
export interface Counts {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
  total: number;
  resultsWritten: number;
  failuresNotRedrivable: number;
  pendingRedrive: number;
}

export type CountedStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted' | 'pendingRedrive';

const COUNTED: Record<ExecutionStatus, CountedStatus> = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
};

export const countedAs = (status: ExecutionStatus): CountedStatus => COUNTED[status];

/** The counts of a map run's children and of the items in them, which move together. */
export class MapRunCounts {
  readonly executions = zero();
  readonly items = zero();

  restore({ executions, items }: { executions: Counts; items: Counts }): void {
    Object.assign(this.executions, executions);
    Object.assign(this.items, items);
  }

  /** A child has been found. */
  add(status: CountedStatus, items: number): void {
    this.executions.total += 1;
    this.items.total += items;
    this.change(status, items, 1);
  }

  move(from: CountedStatus, to: CountedStatus, items: number): void {
    this.change(from, items, -1);
    this.change(to, items, 1);
  }

  /** Items that have not succeeded and will not by themselves: what the tolerance is measured by. */
  get failedItems(): number {
    const { failed, timedOut, aborted } = this.items;
    return failed + timedOut + aborted;
  }

  written(executions: number, items: number): void {
    this.executions.resultsWritten += executions;
    this.items.resultsWritten += items;
  }

  /** The results of all that has ended have been written: they stand in the state's output. */
  allWritten(): void {
    for (const counts of [this.executions, this.items]) {
      counts.resultsWritten = counts.succeeded + counts.failed + counts.timedOut + counts.aborted;
    }
  }

  /** Before a redrive: all that has not succeeded waits for it, and what has been written of it will be written anew. */
  awaitRedrive(written: { executions: number; items: number }): void {
    for (const counts of [this.executions, this.items]) {
      counts.pendingRedrive += counts.failed + counts.timedOut + counts.aborted;
      counts.failed = 0;
      counts.timedOut = 0;
      counts.aborted = 0;
    }
    this.executions.resultsWritten = written.executions;
    this.items.resultsWritten = written.items;
  }

  /** What an attempt has not come to run again is failed as before. */
  withdrawRedrive(): void {
    for (const counts of [this.executions, this.items]) {
      counts.failed += counts.pendingRedrive;
      counts.pendingRedrive = 0;
    }
  }

  private change(status: CountedStatus, items: number, sign: 1 | -1): void {
    this.executions[status] += sign;
    this.items[status] += sign * items;
  }
}

function zero(): Counts {
  return {
    pending: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    total: 0,
    resultsWritten: 0,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
  };
}
