import { GetObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { describeIssues } from '../platform/issues';
import { s3 } from '../platform/s3';
import { type BatchStores, recordBatch } from './batch';
import { CorruptImport } from './errors';
import { rowBatch } from './row-batch';

/** Where the ResultWriter of a Distributed Map has left what its children came to. */
export interface MapResults {
  bucket: string;
  /** Key of `manifest.json`. */
  key: string;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
const manifest = z.object({
  ResultFiles: z.object({ FAILED: z.optional(z.array(z.object({ Key: z.string() }))) }),
});
const children = z.array(z.object({ Input: z.string() }));

/**
 * Processes the batches once more whose child executions failed, which the Distributed Map tolerates up to its limit: so every row of
 * the file gets into the ledger, and one that can't keeps the import from being completed.
 *
 * @returns how many there were
 */
export async function repeatFailedBatches(stores: BatchStores, { bucket, key }: MapResults): Promise<number> {
  const { ResultFiles } = await readJson(manifest, bucket, key);
  let batches = 0;
  for (const { Key } of ResultFiles.FAILED ?? []) {
    for (const { Input } of await readJson(children, bucket, Key)) {
      const { BatchInput, Items } = parse(rowBatch, JSON.parse(Input), `an input in ${Key}`);
      await recordBatch(stores, BatchInput, Items);
      batches += 1;
    }
  }
  return batches;
}

async function readJson<S extends z.ZodMiniType>(schema: S, bucket: string, key: string): Promise<z.infer<S>> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return parse(schema, JSON.parse((await Body?.transformToString()) ?? ''), key);
}

function parse<S extends z.ZodMiniType>(schema: S, value: unknown, what: string): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CorruptImport(`${what} is no result of the import's Distributed Map: ${describeIssues(parsed.error)}`);
}
