import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type RowCounts, readLedger } from './counts';
import { type JobRow, readJob } from './job-row';

/** An import as it stands. */
export interface ImportProgress {
  job: JobRow;
  /** True at this moment, whatever has been repeated or reordered on the way. */
  counts: RowCounts;
}

/** Tells how imports stand. */
export class ImportReader {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    /** Name of the table `import_tmp`. */
    private readonly table: string,
  ) {}

  /** Undefined when there is no such import, or it has expired. Reads about a megabyte for 200,000 rows. */
  async get(jobId: string): Promise<ImportProgress | undefined> {
    const job = await readJob(this.client, this.table, jobId);
    if (job === undefined) return undefined;
    const { counts } = await readLedger(this.client, this.table, jobId);
    return { job, counts };
  }
}
