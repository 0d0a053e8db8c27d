import { LONGEST_HISTORY } from '../history/history-event';
import type { Execution } from '../interpreter/execution';

/** Whether an execution can be redriven, and why not, in AWS's words. */
export interface RedriveStatus {
  redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN';
  redriveStatusReason?: string;
}

/** How long after its end an execution can be redriven. */
const REDRIVE_WINDOW_MS = 14 * 24 * 60 * 60 * 1000;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html */
export function redriveStatus(
  { status, stoppedAt = 0, mapRun }: Execution,
  historyLength: number,
  /** Milliseconds since the epoch. */
  now: number,
): RedriveStatus {
  const refused = (reason: string): RedriveStatus => ({ redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason });
  if (status === 'RUNNING' || status === 'SUCCEEDED') return refused(`Execution is ${status} and cannot be redriven`);
  if (stoppedAt + REDRIVE_WINDOW_MS < now) return refused('Execution redrivable period exceeded');
  if (historyLength >= LONGEST_HISTORY - 1) return refused('Execution history event limit exceeded');
  return { redriveStatus: mapRun ? 'REDRIVABLE_BY_MAP_RUN' : 'REDRIVABLE' };
}
