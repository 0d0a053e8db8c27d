import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { httpHandler, route } from '../platform/http/handler';
import { claimKey } from '../platform/http/idempotency';
import { CONTENT_TOO_LARGE, NO_TENANT, NOT_FOUND, Problem } from '../platform/http/problem';
import { keyedId } from '../platform/http/request-key';
import { type RowCounts, readLedger } from './counts';
import { HEAD_BYTES } from './file-head';
import { type JobRow, readJob } from './job-row';
import { announceImport, getImport } from './operations';
import { TENANT_OF_FILES, uploadKey } from './request';
import { urlToGet, urlToPut } from './signed-urls';
import { readUpload } from './uploads';

const env = environment('import-csv/http', ['IMPORT_TMP_TABLE', 'IMPORTS_BUCKET', 'JOBS_DAYS', 'TENANT_CLAIM']);

const announce = route(announceImport, async ({ body, caller, idempotencyKey }) => {
  const { tenantCode } = caller;
  if (!TENANT_OF_FILES.test(tenantCode)) {
    const rule = 'files are kept for tenants of 1–64 letters, digits, hyphens and underscores';
    throw new Problem(NO_TENANT, `the claim "${env.TENANT_CLAIM}": ${rule}`);
  }
  if (body.mode === 'DIRECT' && body.bytes > HEAD_BYTES) {
    const detail = `DIRECT takes files of up to ${HEAD_BYTES} bytes, and this one has ${body.bytes}. Import it with STEP_FUNCTION.`;
    throw new Problem(CONTENT_TOO_LARGE, detail);
  }
  const importId = keyedId(tenantCode, idempotencyKey);
  const { table: tableName, mode } = body;
  const key = uploadKey(tenantCode, tableName, importId);
  const more = { key, tableName, mode, context: caller, createdAt: new Date().toISOString() };
  await claimKey(dynamodb, env.IMPORT_TMP_TABLE, { id: importId, content: body, days: env.JOBS_DAYS, more });
  const upload = await urlToPut(env.IMPORTS_BUCKET, key, body);
  return {
    status: 201,
    body: { importId, upload: { method: 'PUT', ...upload } },
    headers: { location: `/imports/${importId}` },
  };
});

const status = route(getImport, async ({ params: { importId }, caller }) => {
  const upload = await readUpload(dynamodb, env.IMPORT_TMP_TABLE, caller.tenantCode, importId);
  if (upload === undefined) throw new Problem(NOT_FOUND, `there is no import "${importId}" of yours, or no longer`);
  const { tableName: table, createdAt: announcedAt, jobId } = upload;
  const job = jobId === undefined ? undefined : await readJob(dynamodb, env.IMPORT_TMP_TABLE, jobId);
  const untilThen = jobId === undefined ? ('AWAITING_FILE' as const) : ('CREATED' as const);
  const more = job && (await shown(job));
  return { status: 200, body: { importId, table, announcedAt, status: job?.status ?? untilThen, ...more } };
});

/** What an import tells of itself. The reason of a refusal is for whoever has made the file; that of another failure is in the log. */
async function shown(job: JobRow) {
  const { startedAt, completedAt, failure, refused, rejectsKey } = job;
  return {
    ...(startedAt !== undefined && { startedAt }),
    ...(completedAt !== undefined && { completedAt }),
    ...(!refused && { rows: await countsOf(job) }),
    ...(rejectsKey !== undefined && { rejects: await urlToGet(env.IMPORTS_BUCKET, rejectsKey) }),
    ...(failure !== undefined && { error: failure.error, ...(refused && { reason: failure.cause }) }),
  };
}

/** Those of a completed import stand on its record; only until then they have to be added up. */
async function countsOf({ jobId, status, read, rejected, applied, failed }: JobRow): Promise<RowCounts> {
  if (status === 'COMPLETED' && read !== undefined) {
    return { read, rejected: rejected ?? 0, applied: applied ?? 0, failed: failed ?? 0, pending: 0 };
  }
  return (await readLedger(dynamodb, env.IMPORT_TMP_TABLE, jobId)).counts;
}

export const handler = httpHandler([announce, status], { tenantClaim: env.TENANT_CLAIM });
