/**
 * Partitions of an import's payload. Lambda hands records of one partition key to one function at a time, so that no more than this
 * many functions apply the rows of one import, however many the environment allows.
 */
const SHARDS = 16;
const ROW_DIGITS = 10;

/** Where an item of `import_tmp` lies. */
export interface ItemKey {
  pk: string;
  sk: string;
}

/** What the sort keys of payload chunks begin with: the stream's filter passes these only. */
export const ROWS_PREFIX = 'ROWS#';
/** What the sort keys of all that is counted begin with. */
const LEDGER_PREFIX = 'LEDGER#';

/**
 * The partition of an import's record and of its ledger. A chunk of 48 rows writes two units of the ledger; the 1,000 that a partition
 * takes in a second are 24,000 rows, more than the other tables take.
 */
function partitionOf(jobId: string): string {
  return `IMPORT#${jobId}`;
}

/** The item of the import itself. */
export function jobKey(jobId: string): ItemKey {
  return { pk: partitionOf(jobId), sk: 'JOB' };
}

/** @param first number of the chunk's first row */
export function rowsKey(jobId: string, first: number): ItemKey {
  return { pk: shardOf(jobId, first), sk: `${ROWS_PREFIX}${padded(first)}` };
}

/** What a batch was found to hold. */
export function batchKey(jobId: string, first: number): ItemKey {
  return { pk: partitionOf(jobId), sk: `${LEDGER_PREFIX}BATCH#${padded(first)}` };
}

/** What became of the rows of a chunk. */
export function outcomeKey(jobId: string, first: number): ItemKey {
  return { pk: partitionOf(jobId), sk: `${LEDGER_PREFIX}OUTCOME#${padded(first)}` };
}

/** Where the ledger of an import is read: one range of one partition. */
export function ledgerOf(jobId: string): { pk: string; prefix: string } {
  return { pk: partitionOf(jobId), prefix: LEDGER_PREFIX };
}

/** Every partition of an import's payload. */
export function payloadPartitions(jobId: string): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => `${partitionOf(jobId)}#${shard}`);
}

/** Multiplicative hashing: chunks begin at regular distances, which a remainder would send to few partitions. */
function shardOf(jobId: string, first: number): string {
  return `${partitionOf(jobId)}#${(Math.imul(first, 0x9e3779b1) >>> 16) % SHARDS}`;
}

function padded(row: number): string {
  return String(row).padStart(ROW_DIGITS, '0');
}
