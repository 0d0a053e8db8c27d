import { MetricUnit } from '@aws-lambda-powertools/metrics';
import * as z from 'zod/mini';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { metrics } from '../platform/observability';
import { parseJson } from '../platform/parse-json';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { isOverdue } from './deadline';
import { expiry } from './expiry';
import { itemKey, itemLogKeys } from './keys';
import { raiseStatus } from './raise-status';
import { type Outcome, recordOutcome, TIMED_OUT } from './record-outcome';

const env = environment('task/item-failed', ['TASKS_TABLE', 'RETENTION_DAYS']);

/** What the Catch of `iterator` adds to its input. */
const failedItem = z.extend(itemKey, { error: z.optional(z.string()), cause: z.optional(z.string()) });

/**
 * State `item_failed`: records an item that could not be run to an end, however often the state tried, so that the other items go
 * on. An item whose last try had recorded it after all keeps that outcome.
 *
 * @throws TaskMissing when the task's counts are gone
 */
export const handler = stepFunctionsHandler({
  input: failedItem,
  keys: itemLogKeys,
  async run({ input: { error = 'States.TaskFailed', cause = '', ...key }, context }): Promise<{ item: number }> {
    const changedAt = new Date().toISOString();
    await raiseStatus(dynamodb, env.TASKS_TABLE, key, 'processing', { changedAt, startedAt: key.startedAt });
    const ranOutOfTime = error === 'States.Timeout' && isOverdue(key, context);
    const outcome: Outcome = {
      status: 'failed',
      error: ranOutOfTime ? TIMED_OUT : error,
      cause: messageOf(cause),
      // The processor's own words are for whoever asked for the task; those of AWS are not.
      ...(error !== 'RetryItem' && { internal: true }),
    };
    const recorded = await recordOutcome(dynamodb, env.TASKS_TABLE, key, outcome, expiry(env.RETENTION_DAYS));
    if (recorded) metrics.addMetric('ItemsFailed', MetricUnit.Count, 1);
    return { item: key.item };
  },
});

const lambdaCause = z.object({ errorMessage: z.string() });

/** A function's error comes as JSON with a stack trace that no report should show. */
function messageOf(cause: string): string {
  return lambdaCause.safeParse(parseJson(cause)).data?.errorMessage ?? cause;
}
