import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '../platform/dynamodb';
import { s3 } from '../platform/s3';
import type { BatchStores } from './batch';
import { rejectsOf } from './chunk-rows';
import { parseChunk } from './chunks';
import type { Ledger } from './counts';
import { CorruptImport } from './errors';
import { outcomeKey, rowsKey } from './keys';
import { ObjectWriter } from './object-writer';
import { readOutcome } from './outcome';
import { batchRejectsKey, rejectLines, rejectsHeader, rejectsKey } from './rejects';

/**
 * Puts all that an import rejected, and all that failed, into one file: row, reason, content. In the order of the file, but for rows
 * that were rejected when they were applied, which come after their batch's.
 *
 * @returns its key; undefined when there is nothing to tell
 */
export async function mergeRejects(
  stores: BatchStores,
  jobId: string,
  withRejects: Ledger['withRejects'],
): Promise<string | undefined> {
  if (withRejects.length === 0) return undefined;
  const key = rejectsKey(jobId);
  const writer = new ObjectWriter(stores.bucket, key);
  try {
    await writer.write(rejectsHeader);
    for (const { first, of } of withRejects) {
      await writer.write(of === 'batch' ? await ofBatch(stores, jobId, first) : await ofChunk(stores, jobId, first));
    }
    await writer.end();
  } catch (error) {
    await writer.abort();
    throw error;
  }
  return key;
}

async function ofBatch({ bucket }: BatchStores, jobId: string, first: number): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: batchRejectsKey(jobId, first) }));
  return (await Body?.transformToString()) ?? '';
}

async function ofChunk({ importTmp }: BatchStores, jobId: string, first: number): Promise<string> {
  const [outcome, { Item }] = await Promise.all([
    readOutcome(dynamodb, importTmp, outcomeKey(jobId, first)),
    dynamodb.send(new GetCommand({ TableName: importTmp, Key: rowsKey(jobId, first), ConsistentRead: true })),
  ]);
  if (outcome === undefined || Item === undefined) {
    throw new CorruptImport(`chunk ${first} of import ${jobId} is gone from import_tmp while its ledger is there.`);
  }
  const reasons = [...outcome.rejects, ...outcome.failures].sort((a, b) => a.row - b.row);
  return rejectLines(rejectsOf(parseChunk(Item), reasons));
}
