import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { InvalidEvent } from '../platform/errors';
import { instrumented } from '../platform/instrumentation';
import { logger, metrics } from '../platform/observability';
import { endedBadly, parseStatusChange, type StatusChange } from '../platform/status-change';
import { markFailed } from './job-row';

const env = environment('import-csv/settle', ['IMPORT_TMP_TABLE']);

/**
 * Records on the import that its execution failed, timed out or was stopped. A completed import stays completed; one that is redriven
 * says so itself when its last state runs.
 *
 * @throws InvalidEvent when the event is no status change
 */
export const handler = async (payload: unknown, lambda?: Context): Promise<void> => {
  const event = parseStatusChange(payload);
  const keys = event instanceof InvalidEvent ? {} : { execution: event.detail.executionArn };
  return instrumented('settle', keys, lambda, async () => {
    if (event instanceof InvalidEvent) throw event;
    await record(event);
  });
};

/** The name of the execution is the import's id. */
async function record({ time, detail: { name, status, error, cause } }: StatusChange): Promise<void> {
  if (!endedBadly(status)) return;
  const failure = { error: error ?? status, cause: cause ?? '', at: time };
  const recorded = await markFailed(dynamodb, env.IMPORT_TMP_TABLE, name, failure);
  if (recorded) metrics.addMetric('ImportsFailed', MetricUnit.Count, 1);
  logger.warn(recorded ? 'import failed' : 'the import is completed, or there is none of this name', { status });
}
