import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { dynamodb } from '../platform/dynamodb';
import { isAwsError } from '../platform/errors';
import { logger } from '../platform/observability';
import { sfn } from '../platform/sfn';
import type { BatchStores } from './batch';
import { importDirectly } from './direct';
import { FileRefused, UnknownTable } from './errors';
import { readHead } from './file-head';
import { finishIfComplete } from './finish';
import { type ImportJob, type ImportSource, jobIdOf, jobLogKeys } from './job';
import { createJob, type JobRow, markProcessing, markRefused, readJob } from './job-row';
import { type CheckedFile, preflight } from './preflight';
import type { ImportRequest, MisplacedFile } from './request';
import { tableOf } from './tables';

export interface StartSettings extends BatchStores {
  stateMachineArn: string;
  /** Days that the rows and counts of an import are kept. */
  jobsDays: number;
  rowsPerBatch: number;
}

const DAY_SECONDS = 24 * 60 * 60;
/** Stands where a file is not there, or does not say whose it is: its record still tells why it was not imported. */
const NONE = 'none';

/**
 * Starts an import, once for each version of a file and table: its record first, then its execution, whose name is the import's id. A
 * file that can't be imported gets a record that says why, and is done with.
 */
export async function startImport(settings: StartSettings, request: ImportRequest): Promise<JobRow['status']> {
  const { key, tableName } = request;
  try {
    const head = await readHead(settings.bucket, key, request.versionId);
    const source = { bucket: settings.bucket, key, versionId: head.versionId };
    const created = await createdJob(settings, request, source);
    if (created.status === 'COMPLETED' || created.status === 'FAILED') return created.status;
    try {
      return await run(settings, created, preflight(head, tableOf(tableName), request.mode));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await markRefused(dynamodb, settings.importTmp, created.jobId, failureOf(error));
      logger.warn('file refused', { ...jobLogKeys(created), reason: error.message });
      return 'FAILED';
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refuse(settings, { key, versionId: request.versionId, reason: error.message }, request);
  }
}

/** Leaves a record of a file that nothing can be done with. */
export async function refuse(
  settings: StartSettings,
  { key, versionId = NONE, reason }: MisplacedFile,
  request?: ImportRequest,
): Promise<'FAILED'> {
  const source = { bucket: settings.bucket, key, versionId };
  const context = request?.context ?? { tenantCode: NONE, userId: NONE, requestId: NONE };
  const asked = { key, mode: 'STEP_FUNCTION' as const, ...request, tableName: request?.tableName ?? NONE, context };
  const job = jobOf(settings, asked, source);
  const failure = failureOf(new FileRefused(reason));
  await createJob(dynamodb, settings.importTmp, { ...job, source, status: 'FAILED', failure, refused: true });
  logger.warn('file refused', { ...jobLogKeys(job), key, reason });
  return 'FAILED';
}

async function createdJob(settings: StartSettings, request: ImportRequest, source: ImportSource): Promise<JobRow> {
  const row: JobRow = { ...jobOf(settings, request, source), source, status: 'CREATED' };
  if (await createJob(dynamodb, settings.importTmp, row)) return row;
  return (await readJob(dynamodb, settings.importTmp, row.jobId)) ?? row;
}

function jobOf({ jobsDays }: StartSettings, request: ImportRequest, source: ImportSource): ImportJob {
  const now = new Date();
  return {
    jobId: jobIdOf(source, request.tableName),
    tableName: request.tableName,
    mode: request.mode,
    context: request.context,
    createdAt: now.toISOString(),
    ttl: Math.floor(now.getTime() / 1000) + jobsDays * DAY_SECONDS,
  };
}

/** Each step may be repeated: what is there already is left as it is. */
async function run(settings: StartSettings, row: JobRow, file: CheckedFile): Promise<JobRow['status']> {
  const { importTmp, rowsPerBatch } = settings;
  const { source, status, ...rest } = row;
  const { jobId, tableName, mode, context, createdAt, ttl } = rest;
  const job = { jobId, tableName, mode, context, createdAt, ttl };
  const isEmpty = file.isWhole && file.rows.length === 0;
  if (mode === 'STEP_FUNCTION' && !isEmpty) await startExecution(settings.stateMachineArn, job, source);
  if (status === 'CREATED') await markProcessing(dynamodb, importTmp, jobId, 'CREATED');
  if (isEmpty) await finishIfComplete(settings, row, () => true);
  else if (mode === 'DIRECT') await importDirectly(settings, job, file, rowsPerBatch);
  return isEmpty ? 'COMPLETED' : 'PROCESSING';
}

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
async function startExecution(stateMachineArn: string, job: ImportJob, source: ImportSource): Promise<void> {
  try {
    const input = JSON.stringify({ ...job, ...source });
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name: job.jobId, input }));
  } catch (error) {
    if (!isAwsError(error, 'ExecutionAlreadyExists')) throw error;
  }
}

function isRefusal(error: unknown): error is FileRefused | UnknownTable {
  return error instanceof FileRefused || error instanceof UnknownTable;
}

function failureOf(error: FileRefused | UnknownTable): NonNullable<JobRow['failure']> {
  return { error: error.name, cause: error.message, at: new Date().toISOString() };
}
