import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SQSRecord } from 'aws-lambda';
import { queueHandler } from '../platform/batch-handlers';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import { readMessage } from './request';
import { refuse, type StartSettings, startImport } from './start-import';
import { asAnnounced } from './uploads';

const env = environment('import-csv/start', [
  'IMPORT_TMP_TABLE',
  'IMPORTS_BUCKET',
  'STATE_MACHINE_ARN',
  'JOBS_DAYS',
  'ROWS_PER_BATCH',
]);
const settings: StartSettings = {
  importTmp: env.IMPORT_TMP_TABLE,
  bucket: env.IMPORTS_BUCKET,
  stateMachineArn: env.STATE_MACHINE_ARN,
  jobsDays: env.JOBS_DAYS,
  rowsPerBatch: env.ROWS_PER_BATCH,
};

/**
 * Starts imports, from the messages of `import-action-queue`: files put under `imports/` in the bucket, and requests. A message that
 * is neither, or whose import AWS keeps from starting, is received again and ends in the queue's dead letters.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const handler = queueHandler('start imports', startAll);

async function startAll({ body, messageId }: SQSRecord): Promise<void> {
  try {
    for (const request of readMessage(body, messageId)) {
      const status =
        'reason' in request
          ? await refuse(settings, request)
          : await startImport(settings, await asAnnounced(settings, request));
      metrics.addMetric(status === 'FAILED' ? 'FilesRefused' : 'ImportsStarted', MetricUnit.Count, 1);
    }
  } catch (error) {
    logger.error('message failed: it comes again', {
      messageId,
      error: error instanceof Error ? error : String(error),
    });
    throw error;
  }
}
