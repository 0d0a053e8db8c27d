import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { describeExecution } from '../platform/executions';
import { logger, metrics } from '../platform/observability';
import { parseJson } from '../platform/parse-json';
import { sfn } from '../platform/sfn';
import { endedBadly, type StatusChange } from '../platform/status-change';
import { statusChangeHandler } from '../platform/status-change-handler';
import { executionName, type TaskKey, taskKey, taskLogKeys } from './keys';
import { raiseStatus } from './raise-status';

const env = environment('task/settle', ['TASKS_TABLE']);

/**
 * Records on the task that its execution failed, timed out or was stopped before its items were done: for any reason, also those
 * that no Catch sees. Events come late and twice. One that is older than the execution's latest redrive is old news, and so is one
 * of an execution that succeeded since; should a redrive begin in this very moment, the redriven run raises the task to how it ends.
 */
export const handler = statusChangeHandler('settle', record);

async function record({ time, detail }: StatusChange): Promise<void> {
  const { executionArn, status } = detail;
  if (!endedBadly(status)) return;
  const execution = await describeExecution(sfn, executionArn);
  const redrives = detail.redriveCount ?? execution?.redriveCount ?? 0;
  if (execution !== undefined && (execution.status !== 'ended' || execution.redriveCount > redrives)) {
    logger.info('the execution was redriven since', { status });
    return;
  }
  const key = readKey(detail.input ?? execution?.input);
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

function readKey(input: string | undefined): TaskKey | undefined {
  return taskKey.safeParse(parseJson(input ?? '')).data;
}
