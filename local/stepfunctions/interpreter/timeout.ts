import type { Draft } from './draft';

/** Starts the time that the machine's TimeoutSeconds gives the execution. */
export function startTimeout(draft: Draft): void {
  const { timeoutSeconds } = draft.machine;
  if (timeoutSeconds !== undefined) draft.execution.timeout = draft.setTimer(null, timeoutSeconds * 1000);
}
