import type { BenchRun } from './bench';

/** Shows how far something has come. */
export interface LoadProgress {
  update(done: number, total?: number, unit?: string): void;
  /** Ends it, and leaves one line that says what was done. */
  end(summary: string): void;
}

/** Where a workflow gets its load, and where that is shown. */
export interface LoadRun extends BenchRun {
  /** The rows of a CSV file of the `vega-datasets` package, such as `airports.csv`, as text with its header. */
  dataSet(file: string): string;
  progress(title: string, total: number): LoadProgress;
}

/** What came of a load. */
export interface Loaded {
  /** Of the table that is shown. */
  readonly title: string;
  readonly rows: readonly (readonly [name: string, value: string | number])[];
  /** One sentence for each expectation that did not hold. */
  readonly violations: readonly string[];
}

/** A load that is ready to be sent. */
export interface ReadyLoad {
  /** Sends it, and compares what came of it with what should. */
  send(): Promise<Loaded>;
  /** Ends what was begun to make it ready, once nothing runs any more. */
  end?(): Promise<void>;
}

/**
 * What `npm start` sends through a workflow at its full size, one workflow after another, so that each shows its own speed:
 * `lambdas/<workflow>/load.ts` exports one as `load`.
 */
export interface Load {
  /** Before anything is deployed, so that what hinders it is told at once. */
  prepare(run: LoadRun): Promise<ReadyLoad>;
  /** Lines that somebody could try next in a shell in which `aws` is the local AWS. */
  whatToTry?(run: BenchRun): readonly string[];
}
