import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from '../platform/s3';

/** A row that is not imported. */
export interface Reject {
  /** Number of the row in the file: the first one below the header is 1. */
  row: number;
  reason: string;
  /** The row as a line of CSV. */
  content: string;
}

const HEADER = 'row,reason,content\r\n';

/** A field as RFC 4180 wants it: quoted where it holds what would part it. */
function csvField(value: string): string {
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Values as a line of CSV, without its end. */
export function csvLine(values: readonly string[]): string {
  return values.map(csvField).join(',');
}

/** The lines of a rejects file, in the order given. */
export function rejectLines(rejects: readonly Reject[]): string {
  return rejects.map(({ row, reason, content }) => `${csvLine([String(row), reason, content])}\r\n`).join('');
}

/** The first line of a rejects file. */
export const rejectsHeader = HEADER;

/** Where the results of an import lie in its bucket. */
export function resultsPrefix(jobId: string): string {
  return `results/${jobId}/`;
}

/** The one file of all rejected rows, written when the import is completed. */
export function rejectsKey(jobId: string): string {
  return `${resultsPrefix(jobId)}rejects.csv`;
}

/** What one batch rejected, on its way to that file. */
export function batchRejectsKey(jobId: string, first: number): string {
  return `${resultsPrefix(jobId)}batches/${String(first).padStart(10, '0')}.csv`;
}

/** Keeps what a batch rejected. The key and the content follow from the batch, so that a repeat changes nothing. */
export async function keepRejects(
  bucket: string,
  jobId: string,
  first: number,
  rejects: readonly Reject[],
): Promise<void> {
  if (rejects.length === 0) return;
  const Body = rejectLines(rejects);
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: batchRejectsKey(jobId, first), Body, ContentType: 'text/csv' }),
  );
}
