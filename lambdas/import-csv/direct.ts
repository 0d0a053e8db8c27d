import { dynamodb } from '../platform/dynamodb';
import { type BatchStores, recordBatch } from './batch';
import { finishAfterChange } from './finish';
import type { ImportJob } from './job';
import { markRows, readJob } from './job-row';
import type { CheckedFile } from './preflight';
import type { FileRow } from './rows';

/**
 * Takes a small file into the import without a machine: the same batches, processed one after another. Whoever applies the last row
 * completes the import; one whose rows were all rejected is completed here.
 *
 * @param rowsPerBatch as for a Distributed Map
 */
export async function importDirectly(
  stores: BatchStores,
  job: ImportJob,
  { header, rows }: CheckedFile,
  rowsPerBatch: number,
): Promise<void> {
  const items = rows.map((record, index) => fileRow(header, record, index));
  for (let from = 0; from < items.length; from += rowsPerBatch) {
    await recordBatch(stores, job, items.slice(from, from + rowsPerBatch));
  }
  await markRows(dynamodb, stores.importTmp, job.jobId, items.length);
  const row = await readJob(dynamodb, stores.importTmp, job.jobId);
  if (row !== undefined) await finishAfterChange(stores, row);
}

/** A record with another number of fields than the header is a row that cannot be read: it is rejected with all that it holds. */
function fileRow(header: readonly string[], record: readonly string[], index: number): FileRow {
  if (record.length === header.length) {
    return { index, row: Object.fromEntries(header.map((name, at) => [name, record[at] ?? ''])) };
  }
  const row = Object.fromEntries(record.map((value, at) => [header[at] ?? `field ${at + 1}`, value]));
  return { index, row, problem: `the row has ${record.length} fields, the header ${header.length}` };
}
