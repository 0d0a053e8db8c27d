import type { ExampleRun } from './example';

/** Where a workflow is measured. */
export type BenchRun = Omit<ExampleRun, 'api'>;

/** Does a thing once and resolves to the ms that it took. */
export type Way = () => Promise<number>;

/**
 * What `npm run bench -- <workflow>` measures: the deployed workflow beside other ways to do the same.
 * `lambdas/<workflow>/bench.ts` exports one as `bench`.
 */
export interface WorkflowBench {
  readonly title: string;
  /** How the numbers are to be read. */
  readonly notes: readonly string[];
  /** Makes what the ways need. The first of them is how it is deployed: the gate is that no other one is faster. */
  prepare(run: BenchRun): Promise<ReadonlyMap<string, Way>>;
}
