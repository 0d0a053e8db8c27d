import { createHash } from 'node:crypto';

/** Where originals lie in the bucket: `originals/<tenant>/<any path>`. */
export const ORIGINALS_PREFIX = 'originals/';

/** One version of an object: whatever is put under its key later, this is the one. */
export interface Original {
  readonly key: string;
  readonly versionId: string;
}

/** Whose image it is, by the key of the original; undefined when the key lies in no place for originals. */
export function tenantOf(key: string): string | undefined {
  return /^originals\/([\w-]{1,64})\/.+$/s.exec(key)?.[1];
}

/** The same for every run of one version: SHA-256, which the machine's definition computes in the same way for the row. */
export function imageId({ key, versionId }: Original): string {
  return createHash('sha256').update(`${key}@${versionId}`).digest('hex');
}

/** Where a derived image lies: under one key for one version of an original, so that to write it again changes nothing. */
export function resultKey(tenantCode: string, original: Original, file: string): string {
  return `results/${tenantCode}/${imageId(original)}/${file}`;
}
