import type { Failure } from './execution';

/** What becomes of a result on its way to the output, in JSONPath. */
export type ResultStage = 'afterResultSelector' | 'afterResultPath';

/** Looks on while a state works. TestState tells what it saw; the executions of state machines have none. */
export interface Observer {
  /** @param text JSON text of what the stage has made. */
  result(stage: ResultStage, text: string): void;
  /**
   * A retrier takes the failure.
   *
   * @param delayMs undefined when it is used up.
   */
  retry(index: number, failure: Failure, delayMs: number | undefined): void;
  /** A catcher takes the failure. */
  caught(index: number, failure: Failure): void;
}

/** What an execution is worked on with, besides its machine and the event. */
export interface Around {
  /** Asked for the ARN of an activity before a task of it is scheduled. All exist where nobody is asked. */
  activityExists?(arn: string): boolean;
  observer?: Observer;
}
