import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { expiry } from './expiry';
import { type TaskKey, taskKey, taskLogKeys } from './keys';
import { pendingItems, readProgress } from './progress';
import { raiseStatus } from './raise-status';
import { recordOutcome } from './record-outcome';
import type { ProgressRow } from './rows';
import type { TaskStatus } from './statuses';

const env = environment('task/settle-task', ['TASKS_TABLE', 'RETENTION_DAYS']);

/** The outcome of an item whose child execution ended before it could record one: an Express one does so after five minutes. */
const LOST = {
  status: 'failed',
  error: 'ItemLost',
  cause: 'the child execution of the item ended without an outcome: see the failed executions of the map run',
} as const;

/**
 * State `settle_task`: says how the task ended, from the exact counts. Items that nobody recorded, which only a Distributed Map can
 * leave, are recorded as lost first. When that takes longer than the function may run, a retry goes on where it ended.
 *
 * @throws TaskMissing when the task's counts are gone
 */
export const handler = stepFunctionsHandler({
  input: taskKey,
  keys: taskLogKeys,
  async run({ input: key }): Promise<TaskKey & { status: TaskStatus }> {
    const { succeeded, failed, timedOut } = await completeProgress(key);
    const status = statusOf(failed, timedOut);
    const now = new Date().toISOString();
    const settled = await raiseStatus(dynamodb, env.TASKS_TABLE, key, status, {
      changedAt: now,
      endedAt: now,
      succeeded,
      failed,
    });
    if (settled) metrics.addMetric(status === 'finished' ? 'TasksFinished' : 'TasksFailed', MetricUnit.Count, 1);
    logger.info(settled ? 'task settled' : 'task was settled by an earlier run', { status, succeeded, failed });
    return { ...key, status };
  },
});

async function completeProgress(key: TaskKey): Promise<ProgressRow> {
  const progress = await readProgress(dynamodb, env.TASKS_TABLE, key);
  if (progress.succeeded + progress.failed >= key.itemCount) return progress;
  for await (const item of pendingItems(dynamodb, env.TASKS_TABLE, key)) {
    await recordOutcome(dynamodb, env.TASKS_TABLE, { ...key, item }, LOST, expiry(env.RETENTION_DAYS));
    logger.error('item lost', { item });
  }
  return readProgress(dynamodb, env.TASKS_TABLE, key);
}

function statusOf(failed: number, timedOut: number): TaskStatus {
  if (timedOut > 0) return 'timed_out';
  return failed > 0 ? 'finished_with_errors' : 'finished';
}
