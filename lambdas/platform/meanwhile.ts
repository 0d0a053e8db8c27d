import type { ExampleRun } from './example';

/** Work that goes on while another release is deployed. */
export interface Work {
  /** Sends one after the other until `signal` aborts. @returns how many */
  publishOn(signal: AbortSignal): Promise<number>;
  /** Waits until all have ended. @throws Error for one that did not end well */
  finished(): Promise<void>;
}

/** What `npm run test:deploy` has a workflow do meanwhile: `lambdas/<workflow>/meanwhile.ts` exports one as `meanwhile`. */
export type Meanwhile = (run: ExampleRun) => Work;
