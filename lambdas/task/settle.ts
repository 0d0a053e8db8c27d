import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { badEndHandler } from '../platform/bad-end-handler';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import type { StatusChange } from '../platform/status-change';
import { executionName, taskKey, taskLogKeys } from './keys';
import { raiseStatus } from './raise-status';

const env = environment('task/settle', ['TASKS_TABLE']);

/**
 * Records on the task that its execution failed, timed out or was stopped before its items were done. Should a redrive begin in this
 * very moment, the redriven run raises the task to how it ends.
 */
export const handler = badEndHandler(record);

async function record({ time, detail }: StatusChange, input: unknown): Promise<void> {
  const { executionArn, status } = detail;
  const key = taskKey.safeParse(input).data;
  if (key === undefined || executionName(key) !== detail.name) {
    logger.error('this execution belongs to no task: it was not started by task/start', { status });
    return;
  }
  logger.appendKeys(taskLogKeys(key));
  const error = detail.error ?? status;
  const recorded = await raiseStatus(dynamodb, env.TASKS_TABLE, key, status === 'TIMED_OUT' ? 'timed_out' : 'failed', {
    changedAt: time,
    ...(detail.startDate && { startedAt: new Date(detail.startDate).toISOString() }),
    endedAt: time,
    failure: { error, cause: detail.cause ?? '', executionArn, at: time },
  });
  if (recorded) metrics.addMetric('TasksFailed', MetricUnit.Count, 1);
  logger.warn(recorded ? 'task failed' : 'the task has this end or a later one', { error, status });
}
