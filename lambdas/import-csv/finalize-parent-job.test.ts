import './fakes/environment';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CommandPublisher } from '../command/publisher';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { FakeS3 } from '../fakes/s3';
import { dynamodb } from '../platform/dynamodb';
import { handler as applyRows } from './apply-rows';
import { handler as csvRowsHandler } from './csv-rows-handler';
import { chunkRecords, fileRows, importEvent, importJob, productRow, streamRecord } from './fakes/imports';
import { handler } from './finalize-parent-job';
import { createJob } from './job-row';
import { handler as rowSettled } from './row-settled';
import { handler as settle } from './settle';

/** What happens while the handler looks on, instead of time passing. */
let meanwhile: () => Promise<unknown>;

const PK = 'TENANT#tenant1';
const RESULTS = { bucket: 'imports-bucket', key: 'results/import-1/map/manifest.json' };
const publisher = new CommandPublisher(dynamodb, { commands: 'commands', data: 'data' });

let db: FakeDynamoDB;
let s3: FakeS3;
beforeEach(async () => {
  meanwhile = async () => undefined;
  // A pause has no other argument, and nobody looks at the timer.
  const atOnce = ((run: () => void) => void meanwhile().then(run)) as unknown as typeof setTimeout;
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(atOnce);
  db = new FakeDynamoDB().install();
  s3 = new FakeS3().install();
  const source = { bucket: 'imports-bucket', key: 'imports/tenant1/products/a.csv', versionId: 'version-1' };
  await createJob(dynamodb, 'import_tmp', { ...importJob(), status: 'PROCESSING', source });
});

afterEach(() => {
  jest.restoreAllMocks();
});

const take = (first: number, rows: Record<string, string>[]) =>
  csvRowsHandler(importEvent({ BatchInput: importJob(), Items: fileRows(first, rows) }, 'csv_rows_handler'));
const apply = () => applyRows(chunkRecords(db));
const finalize = (more: object = {}, redrives = 0) =>
  handler(importEvent({ ...importJob(), ...more }, 'finalize_parent_job', redrives));
const job = () => db.row('import_tmp', 'IMPORT#import-1', 'JOB');
const ended = (status: string) =>
  settle({ time: '2026-01-01T00:00:00Z', detail: { executionArn: 'arn', name: 'import-1', status, error: 'Boom' } });

/** An interactive command that is not settled, so that rows of the same product have to wait. */
const occupy = (code: string) =>
  publisher.publish({
    pk: PK,
    sk: `PRODUCT#${code}`,
    expectedVersion: 0,
    entityType: 'product',
    action: 'put',
    attributes: { code, name: 'interactive', price: 1 },
    context: { userId: 'user1', tenantCode: 'tenant1', requestId: 'request-2' },
  });

/** The machine has brought the import's command of a product to an end, and the stream tells. */
function settled(code: string, change: object) {
  const sk = `PRODUCT#${code}@0000000002`;
  db.put('commands', { ...db.row('commands', PK, sk), ...change });
  const row = db.row('commands', PK, sk) ?? {};
  return rowSettled({ Records: [streamRecord('MODIFY', row)] });
}

const failure = {
  error: 'ValidationFailed',
  cause: '{"errorMessage":"role/secret"}',
  executionArn: 'arn',
  at: '2026-01-01T00:00:00Z',
};

describe('the import', () => {
  test('ends with the last row while the handler looks on', async () => {
    await take(1, [productRow('A')]);
    meanwhile = apply;
    expect(await finalize()).toMatchObject({ read: 1, applied: 1, pending: 0 });
    expect(job()).toMatchObject({ status: 'COMPLETED' });
  });

  test('is completed when every row has its final state, with counts and one file of rejects', async () => {
    await take(1, [productRow('A'), productRow(''), productRow('B')]);
    await take(501, [productRow('C'), productRow('A', { name: 'last' })]);
    await apply();
    expect(await finalize()).toEqual({ read: 5, rejected: 1, applied: 4, failed: 0, pending: 0 });
    expect(job()).toMatchObject({ status: 'COMPLETED', read: 5, rejected: 1, applied: 4, failed: 0 });
    expect(s3.text('results/import-1/rejects.csv')).toBe(
      'row,reason,content\r\n2,product_code: must not be empty,",""Product "",100,"\r\n',
    );
  });

  test('waits while rows have not been applied', async () => {
    await take(1, [productRow('A')]);
    await expect(finalize()).rejects.toMatchObject({
      name: 'RowsPending',
      message: '1 of 1 rows have no final state yet.',
    });
    expect(job()).toMatchObject({ status: 'PROCESSING' });
  });

  test('waits for the commands of rows that go through the machine', async () => {
    await occupy('A');
    await take(1, [productRow('A')]);
    await apply();
    await expect(finalize()).rejects.toMatchObject({ name: 'RowsPending' });
    expect(await settled('A', { status: 'applied' })).toEqual({ batchItemFailures: [] });
    expect(await finalize()).toMatchObject({ applied: 1, pending: 0 });
  });

  test('tells of a row whose command failed, and counts it as applied once it was redriven', async () => {
    await occupy('A');
    await take(1, [productRow('A')]);
    await apply();
    await settled('A', { status: 'failed', failure });
    expect(await finalize()).toMatchObject({ applied: 0, failed: 1 });
    expect(s3.text('results/import-1/rejects.csv')).toContain('1,failed with ValidationFailed,"A,Product A,100,"');
    expect(s3.text('results/import-1/rejects.csv')).not.toContain('secret');
    await settled('A', { status: 'accepted', failure: undefined });
    expect(job()).toMatchObject({ status: 'COMPLETED', failed: 1 });
    await settled('A', { status: 'applied' });
    await settled('A', { status: 'applied' });
    expect(job()).toMatchObject({ status: 'COMPLETED', applied: 1, failed: 0 });
    expect(job()?.rejectsKey).toBeUndefined();
  });

  test('tells of a row that somebody gave up', async () => {
    await occupy('A');
    await take(1, [productRow('A')]);
    await apply();
    await settled('A', { status: 'skipped', skip: { reason: 'obsolete', by: 'operator', at: '' } });
    expect(await finalize()).toMatchObject({ failed: 1 });
    expect(s3.text('results/import-1/rejects.csv')).toContain('1,skipped: obsolete,');
  });

  test('takes in the batches of child executions that failed within what is tolerated', async () => {
    await take(1, [productRow('A')]);
    const Input = JSON.stringify({ BatchInput: importJob(), Items: fileRows(501, [productRow('B'), productRow('')]) });
    s3.put(
      RESULTS.key,
      JSON.stringify({ ResultFiles: { FAILED: [{ Key: 'results/f.json', Size: 1 }], SUCCEEDED: [] } }),
    );
    s3.put('results/f.json', JSON.stringify([{ ExecutionArn: 'arn', Input, Status: 'FAILED' }]));
    await expect(finalize({ results: RESULTS })).rejects.toMatchObject({ name: 'RowsPending' });
    await apply();
    expect(await finalize({ results: RESULTS })).toEqual({ read: 3, rejected: 1, applied: 2, failed: 0, pending: 0 });
  });

  test('applies what the stream gave up when its execution is redriven', async () => {
    await take(1, [productRow('A')]);
    await ended('FAILED');
    expect(job()).toMatchObject({ status: 'FAILED', failure: { error: 'Boom' } });
    await expect(finalize({}, 1)).rejects.toMatchObject({ name: 'RowsPending' });
    expect(job()).toMatchObject({ status: 'PROCESSING' });
    expect(await finalize({}, 1)).toMatchObject({ applied: 1, pending: 0 });
  });

  test('stays completed when a failure is told late', async () => {
    await take(1, [productRow('A')]);
    await apply();
    await finalize();
    await ended('FAILED');
    expect(job()).toMatchObject({ status: 'COMPLETED' });
  });

  test('whose record has expired can no longer be finished', async () => {
    db.remove('import_tmp', 'IMPORT#import-1', 'JOB');
    await expect(finalize()).rejects.toMatchObject({ name: 'ImportMissing' });
  });
});

test('a large file of rejects is written in parts', async () => {
  const long = 'x'.repeat(20_000);
  for (let batch = 0; batch < 2; batch++) {
    await take(
      batch * 500 + 1,
      Array.from({ length: 250 }, () => productRow('', { name: long })),
    );
  }
  await finalize();
  expect(s3.calls.map(({ operation }) => operation)).toEqual(
    expect.arrayContaining(['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload']),
  );
  expect(s3.text('results/import-1/rejects.csv')?.split('\r\n')).toHaveLength(502);
});

test('a record of no import is reported, the others of its batch are not', async () => {
  const record = {
    ...streamRecord('MODIFY', { pk: PK, sk: 'x' }, 7),
    dynamodb: { NewImage: marshall({ pk: PK }), SequenceNumber: '7' },
  };
  expect(await rowSettled({ Records: [record as never] })).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
});
