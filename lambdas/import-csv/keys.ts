const SHARDS = 16;
const ROW_DIGITS = 10;

/** Where an item of `import_tmp` lies. */
export interface ItemKey {
  pk: string;
  sk: string;
}

/** What the sort keys of payload chunks begin with: the stream's filter passes these only. */
export const ROWS_PREFIX = 'ROWS#';
/** What is counted lies in one range of each partition, apart from the payload. */
export const LEDGER_PREFIX = 'LEDGER#';

/** The item of the import itself. */
export function jobKey(jobId: string): ItemKey {
  return { pk: `IMPORT#${jobId}`, sk: 'JOB' };
}

/** @param first number of the chunk's first row */
export function rowsKey(jobId: string, first: number): ItemKey {
  return { pk: partitionOf(jobId, first), sk: `${ROWS_PREFIX}${padded(first)}` };
}

/** What a batch was found to hold. */
export function batchKey(jobId: string, first: number): ItemKey {
  return { pk: partitionOf(jobId, first), sk: `${LEDGER_PREFIX}BATCH#${padded(first)}` };
}

/** What became of the rows of a chunk. */
export function outcomeKey(jobId: string, first: number): ItemKey {
  return { pk: partitionOf(jobId, first), sk: `${LEDGER_PREFIX}OUTCOME#${padded(first)}` };
}

/** Every partition of an import. */
export function partitions(jobId: string): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => `IMPORT#${jobId}#${shard}`);
}

/** Multiplicative hashing: chunks begin at regular distances, which a remainder would send to few partitions. */
function partitionOf(jobId: string, first: number): string {
  return `IMPORT#${jobId}#${(Math.imul(first, 0x9e3779b1) >>> 16) % SHARDS}`;
}

function padded(row: number): string {
  return String(row).padStart(ROW_DIGITS, '0');
}
