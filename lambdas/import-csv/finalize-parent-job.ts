import * as z from 'zod/mini';
import { dynamodb } from '../platform/dynamodb';
import { logger } from '../platform/observability';
import { pause } from '../platform/pause';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { applierEnvironment } from './applier-environment';
import type { RowCounts } from './counts';
import { ImportMissing, RowsPending } from './errors';
import { repeatFailedBatches } from './failed-batches';
import { finishIfComplete } from './finish';
import { importJob, jobLogKeys } from './job';
import { type JobRow, markProcessing, readJob } from './job-row';
import { resumeChunks } from './resume-chunks';

const { stores, tables } = applierEnvironment('import-csv/finalize-parent-job');

/** How long one attempt applies chunks itself, of the ten minutes that it may run. */
const RESUME_MS = 4 * 60_000;

/** How long one attempt looks on while rows are reaching their final state, so that the import ends soon after the last one. */
const LOOK_ON_MS = 4 * 60_000;
const LOOK_EVERY_MS = 3_000;
/** A look at a large import takes a while itself: it is a tenth of the time at the most. */
const PAUSE_PER_LOOK = 10;

const input = z.extend(importJob, {
  /** What the Distributed Map has written. */
  results: z.optional(z.object({ bucket: z.string(), key: z.string() })),
});

/**
 * State `finalize_parent_job`: ends the import when every row of the file has its final state. It looks on while that goes on; when
 * nothing moves it fails with `RowsPending`, and the state's Retry is the wait. After a redrive of the execution it also applies what the stream has given up.
 *
 * @throws RowsPending while rows wait for other commands of their entity, or for their turn
 * @throws ImportMissing when the record of the import has expired
 */
export const handler = stepFunctionsHandler({
  input,
  keys: jobLogKeys,
  async run({ input: job, context }): Promise<RowCounts> {
    const row = await readJob(dynamodb, stores.importTmp, job.jobId);
    if (row === undefined) throw new ImportMissing(`there is no record of import ${job.jobId}: it has expired.`);
    const isRedriven = (context.Execution.RedriveCount ?? 0) > 0;
    if (isRedriven && row.status === 'FAILED') await markProcessing(dynamodb, stores.importTmp, job.jobId, 'FAILED');
    const repeated = job.results === undefined ? 0 : await repeatFailedBatches(stores, job.results);
    if (repeated > 0) logger.warn('batches of failed child executions were processed again', { batches: repeated });
    const counts = await finishWhileItMoves(row);
    if (counts.pending === 0) return counts;
    if (isRedriven) {
      const chunks = await resumeChunks(tables, job.jobId, Date.now() + RESUME_MS);
      logger.info('undecided chunks were applied again', { chunks });
    }
    throw new RowsPending(`${counts.pending} of ${counts.read} rows have no final state yet.`);
  },
});

async function finishWhileItMoves(job: JobRow): Promise<RowCounts> {
  const end = Date.now() + LOOK_ON_MS;
  for (let pending = Number.POSITIVE_INFINITY; ; ) {
    const started = Date.now();
    const counts = await finishIfComplete(stores, job, () => true);
    const looked = Date.now();
    const wait = Math.max(LOOK_EVERY_MS, PAUSE_PER_LOOK * (looked - started));
    if (counts.pending === 0 || counts.pending === pending || looked + wait > end) return counts;
    pending = counts.pending;
    await pause(wait);
  }
}
