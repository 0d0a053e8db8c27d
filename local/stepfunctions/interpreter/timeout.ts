import type { Draft } from './draft';
import type { Execution } from './execution';

/** How long an execution may run. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LONGEST_EXECUTION_MS = 365 * 24 * 60 * 60 * 1000;

/** Starts the time that the machine's TimeoutSeconds gives the execution. */
export function startTimeout(draft: Draft): void {
  const { timeoutSeconds } = draft.machine;
  if (timeoutSeconds !== undefined) draft.execution.timeout = draft.setTimer(null, timeoutSeconds * 1000);
}

/**
 * When an execution has run for a year, in milliseconds since the epoch. It has no timer for that, which would move a virtual
 * clock by a year wherever an execution waits for a token: its other timers are due by then at the latest, and whatever
 * comes later finds that its time is over.
 */
export function yearEnd({ startedAt, redrivenAt }: Execution): number {
  return (redrivenAt ?? startedAt) + LONGEST_EXECUTION_MS;
}
