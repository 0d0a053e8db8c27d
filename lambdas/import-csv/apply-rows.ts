import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { streamHandler } from '../platform/batch-handlers';
import { dynamodb } from '../platform/dynamodb';
import { logger, metrics } from '../platform/observability';
import { applierEnvironment } from './applier-environment';
import { applyChunk } from './apply-chunk';
import { parseChunk } from './chunks';
import { finishAfterChange } from './finish';
import { jobLogKeys } from './job';
import { readJob } from './job-row';
import { ROWS_PREFIX } from './keys';

const { stores, tables } = applierEnvironment('import-csv/apply-rows');

/**
 * Applies the chunks of imports, from the stream of `import_tmp`: what is new in transactions, what must wait or conflicts as commands
 * of the machine. How many run at once is set on the stream's trigger, so that an import of any size takes no more than its share.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const handler = streamHandler('apply rows', applyRecord);

async function applyRecord({ eventName, dynamodb: change }: DynamoDBRecord): Promise<void> {
  if (eventName !== 'INSERT' || !change?.Keys?.sk?.S?.startsWith(ROWS_PREFIX)) return;
  try {
    // The SDK's type knows bytes as Uint8Array, the event's as base64; chunks hold neither.
    const chunk = parseChunk(unmarshall(change.NewImage as Record<string, AttributeValue>));
    const outcome = await applyChunk(tables, chunk);
    metrics.addMetric('RowsApplied', MetricUnit.Count, outcome.applied);
    metrics.addMetric('RowsPublished', MetricUnit.Count, outcome.published.length);
    if (chunk.job.mode === 'DIRECT') await finishDirect(chunk.job.jobId);
    logger.debug('chunk applied', { ...jobLogKeys(chunk.job), chunk: chunk.first });
  } catch (error) {
    logger.error('chunk failed: it will be delivered again', {
      item: change.Keys,
      error: error instanceof Error ? error : String(error),
    });
    throw error;
  }
}

async function finishDirect(jobId: string): Promise<void> {
  const job = await readJob(dynamodb, stores.importTmp, jobId);
  if (job !== undefined) await finishAfterChange(stores, job);
}
