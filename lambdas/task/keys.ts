import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/** The most items that one task may have. */
export const MAX_ITEMS = 10_000;
const ITEM_DIGITS = String(MAX_ITEMS).length;

/** The longest that a task type may give its tasks, in seconds: the machine's own timeout lies above it. */
export const MAX_TIMEOUT_SECONDS = 12 * 60 * 60;

const text = z.string().check(z.minLength(1));

/** `#` parts the names in a key, and NUL those in a hash: neither may stand in one. */
export const tenantCode = z.string().check(z.regex(/^[^#\0]{1,256}$/, 'must be 1–256 characters without # and NUL'));
export const taskId = z.string().check(z.regex(/^[\w.-]{1,128}$/, 'must be 1–128 letters, digits, dots, _ and -'));

/** Which task, and what is decided about it before any row is read: all that messages and executions carry. */
export const taskKey = z.object({
  tenantCode,
  taskId,
  taskType: text,
  itemCount: z.int().check(z.positive(), z.maximum(MAX_ITEMS)),
  /** Seconds from the start of the execution after which no further item is run. */
  timeoutSeconds: z.int().check(z.positive(), z.maximum(MAX_TIMEOUT_SECONDS)),
  requestId: text,
});
export type TaskKey = z.infer<typeof taskKey>;

/** A task by its name alone. */
export type TaskName = Pick<TaskKey, 'tenantCode' | 'taskId'>;

/** One item of a task, counted from 1: the input of the states inside `map_state`. */
export const itemKey = z.extend(taskKey, {
  item: z.int().check(z.positive(), z.maximum(MAX_ITEMS)),
  /** When the task's execution was started, ISO 8601. */
  startedAt: text,
});
export type ItemKey = z.infer<typeof itemKey>;

/** Log keys of a task, as people search for them. */
export function taskLogKeys({ tenantCode, taskId, taskType, requestId }: TaskKey) {
  return { task: taskId, taskType, tenant: tenantCode, request: requestId };
}

export function itemLogKeys(key: ItemKey) {
  return { ...taskLogKeys(key), item: key.item };
}

/** What the sort key of every task row begins with, and of no other row. */
export const TASK_PREFIX = 'TASK#';

/** Key of the row that is the task: its changes are what the stream tells. */
export function taskRowKey({ tenantCode, taskId }: TaskName) {
  return { pk: `TENANT#${tenantCode}`, sk: `${TASK_PREFIX}${taskId}` };
}

/** Partition of all that belongs to a task: its progress, items and outcomes. */
export function partsPk({ tenantCode, taskId }: TaskName): string {
  return `TENANT#${tenantCode}#${TASK_PREFIX}${taskId}`;
}

/** Key of the row with the counts: counting there, and not on the task's row, tells the stream's readers nothing. */
export function progressKey(task: TaskName) {
  return { pk: partsPk(task), sk: 'PROGRESS' };
}

export function itemRowKey(task: TaskName, item: number) {
  return { pk: partsPk(task), sk: `ITEM#${padded(item)}` };
}

export function outcomeKey(task: TaskName, item: number) {
  return { pk: partsPk(task), sk: `OUTCOME#${padded(item)}` };
}

/** Which item the sort key of an outcome stands for. */
export function outcomeItem(sk: string): number {
  return Number(sk.slice(sk.lastIndexOf('#') + 1));
}

function padded(item: number): string {
  return String(item).padStart(ITEM_DIGITS, '0');
}

/**
 * Name of the execution of a task: the same for each delivery of the message that starts it. 43 characters of `[0-9A-Za-z_-]`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html (`name`: 1 to 80 characters)
 */
export function executionName({ tenantCode, taskId }: TaskName): string {
  return createHash('sha256').update(`TENANT#${tenantCode}\0${taskId}`).digest('base64url');
}
