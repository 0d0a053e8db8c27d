import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, type PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { type ImportProgress, ImportReader } from '@blueprint/lambdas/import-csv/import-reader';
import { jobIdOf } from '@blueprint/lambdas/import-csv/job';
import { parse } from 'csv-parse/sync';
import { clientSettings, documentClient, type LocalRun, resourcePrefix } from './clients';
import { followImport } from './follow-import';
import { Progress } from './progress';
import { table } from './table';

const TABLE = 'zipcodes';
const KEY = `imports/tenant1/${TABLE}/zipcodes.csv`;

/** Lines that no schema of the table lets pass: one without a place, one whose latitude is no number. */
const BAD_LINES = ['99998,40.1,-72.1,,NY,Suffolk', '99999,north,-72.1,Nowhere,NY,Suffolk'];

/**
 * Puts a real file into the bucket, the zip codes of the `vega-datasets` package and two bad lines, and follows its import: each row
 * must be applied, or rejected with its number and a reason.
 *
 * @returns whether every expectation held
 */
export async function runImport(run: LocalRun): Promise<boolean> {
  const file = `${readFileSync(zipcodesFile(), 'utf8').trimEnd()}\n${BAD_LINES.join('\n')}\n`;
  const rows = (parse(file, { from: 2 }) as unknown[]).length;
  const started = Date.now();
  const jobId = await drop(run, KEY, file, TABLE);
  const progress = new Progress('import of a CSV file', rows);
  const { job, counts } = await followImport(run, jobId, (now) => {
    progress.update(now.applied + now.rejected + now.failed, rows, 'rows');
  });
  const seconds = (Date.now() - started) / 1000;
  progress.end(`${job.status}, ${counts.applied} of ${rows} rows applied`);
  const rejected = await rejects(run, job);
  const reader = new ImportReader(documentClient(run), importTable(run));
  const again = (await reader.get(jobId))?.counts;
  const expected: [string, unknown, unknown][] = [
    ['status', job.status, 'COMPLETED'],
    ['rows read', counts.read, rows],
    ['rows applied', counts.applied, rows - BAD_LINES.length],
    ['rows rejected', counts.rejected, BAD_LINES.length],
    ['rows failed', counts.failed, 0],
    ['rows in the file of rejects', rejected.map(([row]) => row).join(), `${rows - 1},${rows}`],
    ['counts a moment later', JSON.stringify(again), JSON.stringify(counts)],
  ];
  const violations = expected.flatMap(([name, is, should]) =>
    is === should ? [] : [`${name}: ${is}, and should be ${should}.`],
  );
  console.log(
    `\n${table('CSV import', [
      ['rows read', counts.read],
      ['rows applied', counts.applied],
      ['rows rejected, each with its reason', rejected.length],
      ['rows failed', counts.failed],
      ['time', `${seconds.toFixed(1)} s`],
      ['rows per second', Math.round(counts.read / seconds)],
      ['expectations', violations.length === 0 ? 'all held' : `${violations.length} violated`],
    ])}`,
  );
  for (const violation of violations) console.error(`  ${violation}`);
  return violations.length === 0;
}

/** Name of the table that import rows pass through. */
export function importTable({ environment }: Pick<LocalRun, 'environment'>): string {
  return `${resourcePrefix(environment)}-import_tmp`;
}

/** Puts a file where imports begin. Resolves to the id of the import that follows. */
export async function drop(
  run: LocalRun,
  key: string,
  body: NonNullable<PutObjectCommandInput['Body']>,
  tableName: string,
): Promise<string> {
  const bucket = `${resourcePrefix(run.environment)}-imports-${run.environment.account}`;
  const put = await objects(run).send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  if (put.VersionId === undefined)
    throw new Error(`The bucket ${bucket} keeps no versions: an import needs one to be repeatable.`);
  return jobIdOf({ bucket, key, versionId: put.VersionId }, tableName);
}

/** The rows of the file of rejects: number, reason, content. */
async function rejects(run: LocalRun, { source, rejectsKey }: ImportProgress['job']): Promise<string[][]> {
  if (rejectsKey === undefined) return [];
  const { Body } = await objects(run).send(new GetObjectCommand({ Bucket: source.bucket, Key: rejectsKey }));
  return parse((await Body?.transformToString('utf8')) ?? '', { from: 2 }) as string[][];
}

function objects(run: LocalRun): S3Client {
  return new S3Client({ ...clientSettings(run), forcePathStyle: true });
}

function zipcodesFile(): string {
  return join(dirname(require.resolve('vega-datasets')), '..', 'data', 'zipcodes.csv');
}
