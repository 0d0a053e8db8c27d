/**
 * The statuses of a task, in the only order in which they follow each other; some may be left out. One that comes late never
 * replaces a later one, so each is reached once at most. `failed` can be followed by others: an execution that was stopped can be
 * redriven, and then it finishes.
 */
export const TASK_STATUSES = [
  'created',
  'started',
  'processing',
  'failed',
  'timed_out',
  'finished_with_errors',
  'finished',
] as const;

export type TaskStatus = (typeof TASK_STATUSES)[number];

/** The statuses that a status may replace. */
export function statusesBefore(status: TaskStatus): readonly TaskStatus[] {
  return TASK_STATUSES.slice(0, TASK_STATUSES.indexOf(status));
}
