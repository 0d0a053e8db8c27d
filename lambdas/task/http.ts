import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { busy, httpHandler, route } from '../platform/http/handler';
import { idempotencyConflict } from '../platform/http/idempotency';
import { INVALID_REQUEST, NOT_FOUND, Problem } from '../platform/http/problem';
import { keyedId } from '../platform/http/request-key';
import { InvalidTask, TableThrottled, TaskConflict } from './errors';
import type { TaskName } from './keys';
import { getFailedItems, getTask, publishTask } from './operations';
import { TaskPublisher } from './publisher';
import { TaskReader, type TaskView } from './reader';

const env = environment('task/http', ['TASKS_TABLE', 'RETENTION_DAYS', 'TENANT_CLAIM']);
const publisher = new TaskPublisher(dynamodb, { table: env.TASKS_TABLE, retentionDays: env.RETENTION_DAYS });
const reader = new TaskReader(dynamodb, env.TASKS_TABLE);

/** The publisher itself tells a repeat from another task under the same id. */
const publish = route(publishTask, async ({ body: { taskType, items }, caller, idempotencyKey }) => {
  const { tenantCode } = caller;
  const taskId = keyedId(tenantCode, idempotencyKey);
  await publisher.publish({ taskType, tenantCode, items, context: caller, taskId }).catch(asProblem);
  return { status: 202, body: { taskId, taskType, items: items.length }, headers: { location: `/tasks/${taskId}` } };
});

const task = route(getTask, async ({ params: { taskId }, caller: { tenantCode } }) => {
  const { counts, progress, createdAt, startedAt, endedAt, failure, ...found } = await taskOf({ tenantCode, taskId });
  const { taskType, status } = found;
  const times = { createdAt, ...(startedAt && { startedAt }), ...(endedAt && { endedAt }) };
  const error = failure && { error: failure.error };
  return { status: 200, body: { taskId, taskType, status, counts, progress, ...times, ...error } };
});

/** A cause of AWS's names roles and tables. */
const UNTOLD = 'the item could not be run to an end: the log of the workflow says why';

/** Nothing is looked for where nothing has failed. */
const failedItems = route(getFailedItems, async ({ params: { taskId }, query: { from, limit }, caller }) => {
  const name = { tenantCode: caller.tenantCode, taskId };
  const { counts } = await taskOf(name);
  const page = counts.failed === 0 ? undefined : await reader.failedItems(name, from, limit);
  const items = (page?.entries ?? []).map(({ internal, cause, ...entry }) => ({
    ...entry,
    cause: internal ? UNTOLD : cause,
  }));
  return { status: 200, body: { items, ...(page?.next !== undefined && { next: page.next }) } };
});

async function taskOf(name: TaskName): Promise<TaskView> {
  const found = await reader.get(name);
  if (found === undefined) throw new Problem(NOT_FOUND, `there is no task "${name.taskId}" of yours, or no longer`);
  return found;
}

/** What is wrong with a request only its items, or the table, can tell. */
function asProblem(error: unknown): never {
  if (error instanceof TaskConflict) throw idempotencyConflict();
  if (error instanceof TableThrottled) throw busy();
  if (error instanceof InvalidTask) {
    throw new Problem(INVALID_REQUEST, error.message, { errors: [{ at: 'body.items', detail: error.message }] });
  }
  throw error;
}

export const handler = httpHandler([publish, task, failedItems], { tenantClaim: env.TENANT_CLAIM });
