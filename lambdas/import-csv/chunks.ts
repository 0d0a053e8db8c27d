import * as z from 'zod/mini';
import { describeIssues } from '../platform/issues';
import { CorruptImport } from './errors';
import { type ImportJob, importJob } from './job';
import { type ItemKey, rowsKey } from './keys';
import type { ValidRow } from './rows';
import type { ImportTable } from './tables/table';

/** What one transaction takes, less the ledger's item. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html */
export const MAX_ACTIONS = 99;
const MAX_ROWS = 48;
/** Of the 400 KB that an item holds; and twice this, as commands and as data, is far below the 4 MB of a transaction. */
const MAX_BYTES = 200 * 1024;

const chunk = z.object({
  job: importJob,
  /** Number of the first row: it names the chunk. */
  first: z.int(),
  columns: z.array(z.string()),
  rows: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })).check(z.minLength(1)),
});

/** Rows that are applied together: one item of `import_tmp`, whose insertion in the stream has them applied. */
export type Chunk = z.infer<typeof chunk>;

/** The rows of a batch in chunks. Which rows share a chunk follows from the batch alone, so that a repeat writes the same items. */
export function chunksOf(job: ImportJob, table: ImportTable, rows: readonly ValidRow[]): Chunk[] {
  const columns = table.columns.map(({ name }) => name);
  const most = Math.min(MAX_ROWS, Math.floor(MAX_ACTIONS / table.writesPerRow));
  const chunks: Chunk[] = [];
  let bytes = 0;
  for (const { row, cells } of rows) {
    const last = chunks.at(-1);
    const size = cells.reduce((sum, cell) => sum + Buffer.byteLength(cell) + 4, 16);
    if (last === undefined || last.rows.length >= most || bytes + size > MAX_BYTES) {
      chunks.push({ job, first: row, columns, rows: [{ row, cells }] });
      bytes = size;
    } else {
      last.rows.push({ row, cells });
      bytes += size;
    }
  }
  return chunks;
}

/** The item of a chunk. */
export function chunkItem(one: Chunk): Chunk & ItemKey & { ttl: number } {
  return { ...rowsKey(one.job.jobId, one.first), ...one, ttl: one.job.ttl };
}

/** @throws CorruptImport naming the attribute that is not as this project writes it */
export function parseChunk(item: Record<string, unknown>): Chunk {
  const parsed = chunk.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new CorruptImport(`item ${item.pk} / ${item.sk} of import_tmp: ${describeIssues(parsed.error)}`);
}
