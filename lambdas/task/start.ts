import type { SQSRecord } from 'aws-lambda';
import { queueHandler } from '../platform/batch-handlers';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { InvalidEvent } from '../platform/errors';
import { startExecution } from '../platform/executions';
import { describeIssues } from '../platform/issues';
import { logger } from '../platform/observability';
import { parseJson } from '../platform/parse-json';
import { sfn } from '../platform/sfn';
import { executionName, type TaskKey, taskKey, taskLogKeys } from './keys';
import { raiseStatus } from './raise-status';

const env = environment('task/start', [
  'TASKS_TABLE',
  'STATE_MACHINE_ARN',
  'DISTRIBUTED_STATE_MACHINE_ARN',
  'INLINE_ITEMS_LIMIT',
]);

/**
 * Starts the execution of each task, from `task-action-queue`: the one whose map runs inside the execution, or, for more items than
 * an execution's history can hold, the one whose map is distributed. A message that comes again finds the execution started. A
 * message that fails is received again, and after as many times as the queue says it lies in its dead-letter queue.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const handler = queueHandler('start', startTask);

async function startTask({ body, messageId }: SQSRecord): Promise<void> {
  try {
    const key = parse(body);
    const isLarge = key.itemCount > env.INLINE_ITEMS_LIMIT;
    await startExecution(sfn, {
      stateMachineArn: isLarge ? env.DISTRIBUTED_STATE_MACHINE_ARN : env.STATE_MACHINE_ARN,
      name: executionName(key),
      input: JSON.stringify(key),
    });
    const now = new Date().toISOString();
    await raiseStatus(dynamodb, env.TASKS_TABLE, key, 'started', { changedAt: now, startedAt: now });
    logger.info('execution started', taskLogKeys(key));
  } catch (error) {
    logger.error('message failed: it will be received again', { messageId, error });
    throw error;
  }
}

function parse(body: string): TaskKey {
  const parsed = taskKey.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw new InvalidEvent(`the message is no task: ${describeIssues(parsed.error)}. task/trigger writes them.`);
}
