import type { Gate } from './gate';

/** A section of the bench: measures one thing and compares it with its peers. */
export type Section = (context: BenchContext) => Promise<Report>;

export interface BenchContext {
  /** The project's folder. */
  readonly root: string;
  /** Where a section may write: `.local/bench`. */
  readonly scratch: string;
  /** Rows of the file that is imported or mapped over, when somebody has asked for so many. */
  readonly rows: number | undefined;
  /** Ends children and waits when somebody stops the bench. */
  readonly signal: AbortSignal;
  /** Tells a person what is being measured now. */
  progress(line: string): void;
}

export interface Report {
  readonly tables: readonly Table[];
  readonly gates: readonly Gate[];
  /** What could not be measured, and why; the rest could. */
  readonly failures?: readonly string[];
  /** The numbers for `.local/bench.json`; names end in their unit. */
  readonly measured: object;
}

export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  /** The first cell of a row names it; the others are numbers, ready to print. */
  readonly rows: readonly (readonly string[])[];
  /** How it was measured, as far as the numbers cannot be read without it. */
  readonly notes?: readonly string[];
}
