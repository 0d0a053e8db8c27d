import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parse } from 'csv-parse/sync';
import type { BenchRun } from '../platform/bench';
import type { Load, Loaded, LoadRun } from '../platform/load';
import { type ImportProgress, ImportReader } from './import-reader';
import { drop } from './load/drop';
import { followImport } from './load/follow-import';

const TABLE = 'zipcodes';
const KEY = `imports/tenant1/${TABLE}/zipcodes.csv`;

/** Lines that no schema of the table lets pass: one without a place, one whose latitude is no number. */
const BAD_LINES = ['99998,40.1,-72.1,,NY,Suffolk', '99999,north,-72.1,Nowhere,NY,Suffolk'];

/**
 * A real file, the zip codes of the `vega-datasets` package and two bad lines, is put into the bucket and imported: each row must be
 * applied, or rejected with its number and a reason.
 */
export const load: Load = {
  prepare: async (run) => ({ send: () => importZipcodes(run) }),
  whatToTry,
};

async function importZipcodes(run: LoadRun): Promise<Loaded> {
  const file = `${run.dataSet('zipcodes.csv').trimEnd()}\n${BAD_LINES.join('\n')}\n`;
  const rows = (parse(file, { from: 2 }) as unknown[]).length;
  const started = Date.now();
  const jobId = await drop(run, KEY, file, TABLE);
  const progress = run.progress('import of a CSV file', rows);
  const { job, counts } = await followImport(run, jobId, (now) => {
    progress.update(now.applied + now.rejected + now.failed, rows, 'rows');
  });
  const seconds = (Date.now() - started) / 1000;
  progress.end(`${job.status}, ${counts.applied} of ${rows} rows applied`);
  const rejected = await rejects(run, job);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(run.aws));
  const again = (await new ImportReader(client, run.resourceName('import_tmp')).get(jobId))?.counts;
  const expected: [string, unknown, unknown][] = [
    ['status', job.status, 'COMPLETED'],
    ['rows read', counts.read, rows],
    ['rows applied', counts.applied, rows - BAD_LINES.length],
    ['rows rejected', counts.rejected, BAD_LINES.length],
    ['rows failed', counts.failed, 0],
    ['rows in the file of rejects', rejected.map(([row]) => row).join(), `${rows - 1},${rows}`],
    ['counts a moment later', JSON.stringify(again), JSON.stringify(counts)],
  ];
  return {
    title: 'CSV import',
    rows: [
      ['rows read', counts.read],
      ['rows applied', counts.applied],
      ['rows rejected, each with its reason', rejected.length],
      ['rows failed', counts.failed],
      ['time', `${seconds.toFixed(1)} s`],
      ['rows per second', Math.round(counts.read / seconds)],
    ],
    violations: expected.flatMap(([name, is, should]) =>
      is === should ? [] : [`${name}: ${is}, and should be ${should}.`],
    ),
  };
}

/** The rows of the file of rejects: number, reason, content. */
async function rejects({ aws }: LoadRun, { source, rejectsKey }: ImportProgress['job']): Promise<string[][]> {
  if (rejectsKey === undefined) return [];
  const client = new S3Client({ ...aws, forcePathStyle: true });
  const { Body } = await client.send(new GetObjectCommand({ Bucket: source.bucket, Key: rejectsKey }));
  return parse((await Body?.transformToString('utf8')) ?? '', { from: 2 }) as string[][];
}

/** A file of products, the product that comes of it, and the map run of its import. */
function whatToTry({ environment, resourceName, arn }: BenchRun): readonly string[] {
  const bucket = `${resourceName('imports')}-${environment.account}`;
  const product = JSON.stringify({ pk: { S: 'TENANT#tenant1' }, sk: { S: 'PRODUCT#P-1' } });
  const newest = `$(aws stepfunctions list-executions --state-machine-arn ${arn('states', `stateMachine:${resourceName('import-csv')}`)} --max-items 1 --query 'executions[0].executionArn' --output text | head -1)`;
  return [
    `printf 'product_code,name,price\\nP-1,Green tea,3.5\\n' | aws s3 cp - s3://${bucket}/imports/tenant1/products/tea.csv`,
    `aws dynamodb get-item --table-name ${resourceName('data')} --key '${product}'`,
    `aws stepfunctions list-map-runs --execution-arn ${newest}`,
  ];
}
