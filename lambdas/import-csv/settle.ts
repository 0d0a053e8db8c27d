import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import { endedBadly, type StatusChange } from '../platform/status-change';
import { statusChangeHandler } from '../platform/status-change-handler';
import { markFailed } from './job-row';

const env = environment('import-csv/settle', ['IMPORT_TMP_TABLE']);

/**
 * Records on the import that its execution failed, timed out or was stopped. A completed import stays completed; one that is redriven
 * says so itself when its last state runs.
 */
export const handler = statusChangeHandler('settle', record);

/** The name of the execution is the import's id. */
async function record({ time, detail: { name, status, error, cause } }: StatusChange): Promise<void> {
  if (!endedBadly(status)) return;
  const failure = { error: error ?? status, cause: cause ?? '', at: time };
  const recorded = await markFailed(dynamodb, env.IMPORT_TMP_TABLE, name, failure);
  if (recorded) metrics.addMetric('ImportsFailed', MetricUnit.Count, 1);
  logger.warn(recorded ? 'import failed' : 'the import is completed, or there is none of this name', { status });
}
