import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamodb } from '../platform/dynamodb';
import { logger, metrics } from '../platform/observability';
import type { BatchStores } from './batch';
import { type RowCounts, readLedger } from './counts';
import { type JobRow, markCompleted } from './job-row';
import { mergeRejects } from './merge-rejects';

const MAX_COUNTS = 3;

/**
 * Completes an import once each of its rows has its final state: the rejects become one file, and the counts are written on its
 * record. It may be called any number of times; later calls bring the record up to date with failures that were redriven since.
 *
 * @param allRead whether every row of the file is in the ledger: counts alone can't tell
 * @returns the counts; with `pending` above 0 nothing was done
 */
export async function finishIfComplete(
  stores: BatchStores,
  job: JobRow,
  allRead: (counts: RowCounts) => boolean,
): Promise<RowCounts> {
  for (let count = 1; ; count++) {
    const { counts, withRejects } = await readLedger(dynamodb, stores.importTmp, job.jobId);
    if (counts.pending > 0 || !allRead(counts)) return counts;
    const key = await mergeRejects(stores, job.jobId, withRejects);
    const isNewest = await markCompleted(dynamodb, stores.importTmp, job, counts, key);
    if (isNewest || count === MAX_COUNTS) {
      logger.info('import completed', { ...counts });
      if (job.status !== 'COMPLETED') metrics.addMetric('ImportsCompleted', MetricUnit.Count, 1);
      return counts;
    }
  }
}

/**
 * The same for what happens to single chunks: an import by one function ends with its last chunk, since no machine waits for it, and
 * a completed one may have to be counted again.
 */
export async function finishAfterChange(stores: BatchStores, job: JobRow): Promise<void> {
  if (job.status === 'COMPLETED') await finishIfComplete(stores, job, () => true);
  else if (job.mode === 'DIRECT') await finishIfComplete(stores, job, ({ read }) => job.rows === read);
}
