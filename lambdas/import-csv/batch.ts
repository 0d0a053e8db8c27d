import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '../platform/dynamodb';
import { putAll } from './batch-write';
import { chunkItem, chunksOf } from './chunks';
import type { ImportJob } from './job';
import { batchKey } from './keys';
import { keepRejects } from './rejects';
import { type FileRow, sortRows } from './rows';
import { tableOf } from './tables';

/** Where a batch is kept. */
export interface BatchStores {
  /** Name of the table `import_tmp`. */
  importTmp: string;
  bucket: string;
}

export interface BatchCounts {
  /** Number of the batch's first row: it names the batch. */
  first: number;
  read: number;
  rejected: number;
  chunks: number;
}

/**
 * Takes the rows of a batch into the import: rejects to the bucket, counts to the ledger, valid rows as chunks whose insertion has
 * them applied. All of it follows from the batch, so that a batch that is processed again, whole or from half-way, changes nothing.
 *
 * The order counts: no chunk can be applied before the ledger knows of its rows, and no row counts as rejected whose reason is
 * not kept.
 */
export async function recordBatch(stores: BatchStores, job: ImportJob, rows: readonly FileRow[]): Promise<BatchCounts> {
  const [head] = rows;
  if (head === undefined) return { first: 0, read: 0, rejected: 0, chunks: 0 };
  const table = tableOf(job.tableName);
  const { valid, rejects } = sortRows(table, job.context, rows);
  const chunks = chunksOf(job, table, valid);
  const first = head.index + 1;
  const counts = { first, read: rows.length, rejected: rejects.length, chunks: chunks.length };
  await keepRejects(stores.bucket, job.jobId, first, rejects);
  const item = { ...batchKey(job.jobId, first), ...counts, ttl: job.ttl };
  await dynamodb.send(new PutCommand({ TableName: stores.importTmp, Item: item }));
  await putAll(dynamodb, stores.importTmp, chunks.map(chunkItem));
  return counts;
}
