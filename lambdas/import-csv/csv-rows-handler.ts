import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { environment } from '../platform/environment';
import { metrics } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { type BatchCounts, recordBatch } from './batch';
import { jobLogKeys } from './job';
import { rowBatch } from './row-batch';

const env = environment('import-csv/csv-rows-handler', ['IMPORT_TMP_TABLE', 'IMPORTS_BUCKET']);

/**
 * State `csv_rows_handler`: takes one batch of rows into the import. It may run any number of times, beside itself too: what it
 * writes follows from the batch.
 *
 * @throws UnknownTable; Contended when DynamoDB keeps refusing
 */
export const handler = stepFunctionsHandler({
  input: rowBatch,
  keys: ({ BatchInput }) => jobLogKeys(BatchInput),
  async run({ input: { BatchInput, Items } }): Promise<BatchCounts> {
    const stores = { importTmp: env.IMPORT_TMP_TABLE, bucket: env.IMPORTS_BUCKET };
    const counts = await recordBatch(stores, BatchInput, Items);
    metrics.addMetric('RowsRead', MetricUnit.Count, counts.read);
    metrics.addMetric('RowsRejected', MetricUnit.Count, counts.rejected);
    return counts;
  },
});
