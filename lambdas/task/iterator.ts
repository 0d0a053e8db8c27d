import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { isOverdue } from './deadline';
import { ResultTooLarge, RetryItem, ValidationFailed } from './errors';
import { expiry } from './expiry';
import { type ItemKey, itemKey, itemLogKeys } from './keys';
import { processorOf } from './processors';
import type { Services } from './processors/processor';
import { raiseStatus } from './raise-status';
import { readItem } from './read-item';
import { type Outcome, recordOutcome, TIMED_OUT } from './record-outcome';
import { statusesBefore } from './statuses';

const env = environment('task/iterator', ['TASKS_TABLE', 'DATA_TABLE', 'RETENTION_DAYS']);

const RESULT_LIMIT_BYTES = 100 * 1024;

/**
 * State `iterator`: runs the processor of the task's type on one item, and records how it ended. An item that has an outcome is not
 * run again; of two runs beside each other, one records. Once the task's time is over, items are recorded as failed, not run.
 *
 * What the processor itself throws is the item's failure. What AWS or the sandbox does (throttling, a crash, a timeout) is thrown
 * on: the state retries, and when that is used up `item_failed` records it.
 *
 * @throws TaskMissing when the task or the item is not there; RetryItem when the processor asks for another try
 */
export const handler = stepFunctionsHandler({
  input: itemKey,
  keys: itemLogKeys,
  async run({ input: key, context }): Promise<{ item: number }> {
    const { task, content, hasOutcome } = await readItem(dynamodb, env.TASKS_TABLE, key);
    if (hasOutcome) return { item: key.item };
    if (statusesBefore('processing').includes(task.status)) {
      const changedAt = new Date().toISOString();
      await raiseStatus(dynamodb, env.TASKS_TABLE, key, 'processing', { changedAt, startedAt: key.startedAt });
    }
    const outcome = isOverdue(key, context) ? overdue(key) : await outcomeOf(key, content);
    const recorded = await recordOutcome(dynamodb, env.TASKS_TABLE, key, outcome, expiry(env.RETENTION_DAYS));
    if (recorded)
      metrics.addMetric(outcome.status === 'failed' ? 'ItemsFailed' : 'ItemsSucceeded', MetricUnit.Count, 1);
    if (outcome.status === 'failed') logger.warn('item failed', { error: outcome.error, recorded });
    return { item: key.item };
  },
});

function overdue({ timeoutSeconds }: ItemKey): Outcome {
  return {
    status: 'failed',
    error: TIMED_OUT,
    cause: `the ${timeoutSeconds} s of the task were over: the item was not run`,
  };
}

async function outcomeOf(key: ItemKey, content: unknown): Promise<Outcome> {
  try {
    const processor = processorOf(key.taskType);
    const parsed = processor.parse(content);
    if ('issues' in parsed) throw new ValidationFailed(key.taskType, parsed.issues);
    return { status: 'succeeded', result: asJson(await processor.process(parsed.item, servicesOf(key))) };
  } catch (error) {
    if (error instanceof RetryItem || isFailureOfAws(error)) throw error;
    if (error instanceof Error) return { status: 'failed', error: error.name, cause: error.message };
    return { status: 'failed', error: 'Error', cause: String(error) };
  }
}

/** A result as it will be read again. */
function asJson(result: unknown): unknown {
  const json = JSON.stringify(result ?? null);
  const bytes = Buffer.byteLength(json);
  if (bytes > RESULT_LIMIT_BYTES) throw new ResultTooLarge(bytes, RESULT_LIMIT_BYTES);
  return JSON.parse(json);
}

/** The SDK puts `$metadata` on every error of a call, also when no answer came. */
function isFailureOfAws(error: unknown): boolean {
  return error instanceof Error && '$metadata' in error;
}

function servicesOf({ tenantCode }: ItemKey): Services {
  return {
    async readEntity(sk) {
      const Key = { pk: `TENANT#${tenantCode}`, sk };
      const { Item } = await dynamodb.send(new GetCommand({ TableName: env.DATA_TABLE, Key, ConsistentRead: true }));
      return Item?.deleted ? undefined : Item?.attributes;
    },
  };
}
