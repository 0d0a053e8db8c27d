import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { BenchRun } from '../../platform/bench';
import { type ImportProgress, ImportReader } from '../import-reader';

type Counts = ImportProgress['counts'];

/** Between two looks, in ms; after a look that takes long, longer: summing up a large import is work for the local AWS too. */
const LOOK_EVERY_MS = 500;
const PAUSE_PER_LOOK = 10;
/** An import that does not move for this long (ms) will not move any more. */
const patience = 120_000;

/**
 * Looks at an import until it has ended.
 *
 * @param onProgress called after each look
 * @throws Error when nothing moves any more, with where to look
 */
export async function followImport(
  run: BenchRun,
  jobId: string,
  onProgress: (counts: Counts) => void,
): Promise<ImportProgress> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(run.aws));
  const reader = new ImportReader(client, run.resourceName('import_tmp'));
  let [known, movedAt, took] = ['', Date.now(), 0];
  for (;;) {
    await pause(Math.max(LOOK_EVERY_MS, PAUSE_PER_LOOK * took), undefined, { signal: run.signal });
    const started = Date.now();
    const found = await reader.get(jobId);
    took = Date.now() - started;
    if (found) onProgress(found.counts);
    if (found?.job.status === 'COMPLETED' || found?.job.status === 'FAILED') return found;
    const now = JSON.stringify(found);
    if (now !== known) [known, movedAt] = [now, Date.now()];
    if (Date.now() - movedAt > patience) {
      throw new Error(
        `Import ${jobId} is ${found?.job.status ?? 'not known'} and has not moved for two minutes: ${JSON.stringify(found?.counts)}. Look at the ` +
          'executions of import-csv with "aws stepfunctions list-executions" and at the import-csv functions\' log groups.',
      );
    }
  }
}
