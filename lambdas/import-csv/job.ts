import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { callerContext } from '../platform/caller-context';

const text = z.string().check(z.minLength(1));

/** Step Functions reads the file by a Distributed Map, or one function reads it alone. */
export const processingMode = z.enum(['STEP_FUNCTION', 'DIRECT']);
export type ProcessingMode = z.infer<typeof processingMode>;

/** What every part of an import knows of it: few bytes, since each chunk of rows carries them. */
export const importJob = z.object({
  jobId: text,
  tableName: text,
  mode: processingMode,
  context: callerContext,
  /** ISO 8601: no row was applied before. */
  createdAt: text,
  /** Epoch seconds after which its rows in `import_tmp` go. */
  ttl: z.int(),
});
export type ImportJob = z.infer<typeof importJob>;

/** The file of an import, down to the version of the object. */
export const importSource = z.object({ bucket: text, key: text, versionId: text });
export type ImportSource = z.infer<typeof importSource>;

/**
 * The id of an import follows from what is imported into what: the same version of a file twice is one import, and its id is the
 * name of its execution.
 */
export function jobIdOf({ bucket, key, versionId }: ImportSource, tableName: string): string {
  const digest = createHash('sha256').update([bucket, key, versionId, tableName].join('\0')).digest();
  return digest.subarray(0, 24).toString('base64url');
}

/** The command that a row of an import becomes, whoever applies it and how often. */
export function commandIdOf(jobId: string, row: number): string {
  return `${jobId}-${row}`;
}

/** Log keys of an import. */
export function jobLogKeys(job: ImportJob) {
  return { import: job.jobId, table: job.tableName, tenant: job.context.tenantCode, request: job.context.requestId };
}
