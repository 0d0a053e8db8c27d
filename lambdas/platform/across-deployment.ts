import type { ExampleRun } from './example';

/** Executions that wait while another release is deployed. */
export interface WaitingExecutions {
  /** How many there are. */
  readonly count: number;
  /**
   * Lets them go on, and looks at what came of them.
   *
   * @returns one line for a person
   * @throws Error that says what was not as it should be
   */
  goOn(): Promise<string>;
}

/**
 * What `npm run test:deploy` has wait while it deploys: `lambdas/<workflow>/across-deployment.ts` exports one as `acrossDeployment`.
 */
export interface AcrossDeployment {
  /** Starts executions, and resolves once each of them waits. */
  begin(run: ExampleRun): Promise<WaitingExecutions>;
}

/** Does something with each item, a few at once, in the order of the items. */
export async function each<Item>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
