import type { StepFunctionsContext } from '../platform/context';
import type { ItemKey } from './keys';

/**
 * Whether the time of an item's task is over. It is counted from the start of the execution, or from its latest redrive: who
 * resumes a task that was stopped days ago wants it to be run.
 */
export function isOverdue({ startedAt, timeoutSeconds }: ItemKey, { Execution }: StepFunctionsContext): boolean {
  const from = Math.max(Date.parse(startedAt), Date.parse(Execution.RedriveTime ?? startedAt));
  return Date.now() >= from + timeoutSeconds * 1000;
}
