import './fakes/environment';
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { call, type FakeRequest } from '../fakes/http';
import { FakeS3 } from '../fakes/s3';
import { FakeStepFunctions } from '../fakes/step-functions';
import { keyedId, requestKey } from '../platform/http/request-key';
import { importJob } from './fakes/imports';
import { handler } from './http';
import { jobIdOf } from './job';
import { batchKey, jobKey } from './keys';
import { announceImport, getImport } from './operations';
import { uploadKey } from './request';
import { handler as start } from './start';

let db: FakeDynamoDB;
let s3: FakeS3;
let sfn: FakeStepFunctions;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  s3 = new FakeS3().install();
  sfn = new FakeStepFunctions().install();
});

const IMPORT_ID = keyedId('tenant1', 'key-1');
const KEY = uploadKey('tenant1', 'products', IMPORT_ID);
const FILE = 'product_code,name,price,category\nA,Apple,100,\n';
const announced = { bytes: FILE.length, sha256: createHash('sha256').update(FILE).digest('hex') };

interface Announced {
  importId: string;
  upload: { method: string; url: string; headers: Record<string, string>; expiresAt: string };
}
const announce = (overrides: object = {}, request: FakeRequest = {}) =>
  call(handler, announceImport, {
    body: { table: 'products', ...announced, ...overrides },
    idempotencyKey: 'key-1',
    ...request,
  });
const uploadOf = (answer: { body: unknown }) => (answer.body as Announced).upload;
const status = (request: FakeRequest = {}) => call(handler, getImport, { params: { importId: IMPORT_ID }, ...request });
const problem = (answer: { body: unknown }) =>
  answer.body as { type: string; detail: string; errors: { at: string }[] };

/** S3 tells the queue of a file. */
const arrive = (key: string, versionId: string) =>
  start({
    Records: [
      {
        messageId: 'message-1',
        body: JSON.stringify({
          Records: [
            {
              eventName: 'ObjectCreated:Put',
              userIdentity: { principalId: 'AWS:import-csv-http' },
              s3: { object: { key, versionId } },
            },
          ],
        }),
      },
    ],
  } as never);
const job = (overrides: object = {}) =>
  db.put('import_tmp', {
    ...jobKey('import-1'),
    ...importJob(),
    source: { bucket: 'imports-bucket', key: KEY, versionId: 'version-1' },
    status: 'PROCESSING',
    ...overrides,
  });
const link = (jobId: string) => {
  const { pk, sk } = requestKey(IMPORT_ID);
  db.put('import_tmp', { ...db.row('import_tmp', pk, sk), pk, sk, jobId });
};

describe('announcing a file', () => {
  test('answers where the tenant of the token may put it, and where its import can be followed', async () => {
    const answer = await announce();
    expect(answer).toMatchObject({
      status: 201,
      headers: { location: `/imports/${IMPORT_ID}` },
      body: { importId: IMPORT_ID, upload: { method: 'PUT' } },
    });
    const url = new URL(uploadOf(answer).url);
    expect(`${url.host}${url.pathname}`).toBe(`imports-bucket.s3.ap-northeast-1.amazonaws.com/${KEY}`);
    expect(KEY).toBe(`imports/tenant1/products/${IMPORT_ID}.csv`);
  });

  test('has S3 take the file that was announced, once, within fifteen minutes', async () => {
    const { url, headers, expiresAt } = uploadOf(await announce());
    expect(headers).toEqual({
      'content-length': String(FILE.length),
      'if-none-match': '*',
      'x-amz-checksum-sha256': createHash('sha256').update(FILE).digest('base64'),
    });
    const query = new URL(url).searchParams;
    expect(query.get('X-Amz-SignedHeaders')?.split(';').sort()).toEqual([...Object.keys(headers), 'host'].sort());
    expect(query.get('X-Amz-Expires')).toBe('900');
    expect((Date.parse(expiresAt) - Date.now()) / 60_000).toBeCloseTo(15, 1);
  });

  test('again answers a URL for the same file, and changes nothing', async () => {
    const first = await announce();
    const before = db.rows('import_tmp');
    const again = await announce();
    expect(new URL(uploadOf(again).url).pathname).toBe(new URL(uploadOf(first).url).pathname);
    expect(db.rows('import_tmp')).toEqual(before);
  });

  test.each([
    ['another file', { sha256: 'a'.repeat(64) }],
    ['another table', { table: 'zipcodes' }],
    ['another mode', { mode: 'DIRECT' }],
  ])('%s under the same key is another request', async (_, overrides) => {
    await announce();
    const answer = await announce(overrides);
    expect([answer.status, problem(answer).type]).toEqual([422, 'urn:problem-type:idempotency-conflict']);
  });

  test('two tenants with the same key have a place each', async () => {
    const mine = uploadOf(await announce()).url;
    const other = uploadOf(await announce({}, { tenant: 'tenant2' })).url;
    expect(new URL(other).pathname).toBe(`/imports/tenant2/products/${keyedId('tenant2', 'key-1')}.csv`);
    expect(mine).not.toContain('tenant2');
  });

  test.each<[string, object, string]>([
    ['a table nobody knows', { table: 'ships' }, 'body.table'],
    ['a table that leads to another tenant', { table: '../tenant2/products' }, 'body.table'],
    ['a tenant in the body', { tenant: 'tenant2' }, 'body.tenant'],
    ['an empty file', { bytes: 0 }, 'body.bytes'],
    ['a file that S3 does not take at once', { bytes: 5 * 1024 ** 3 + 1 }, 'body.bytes'],
    ['a checksum that is none', { sha256: 'abc' }, 'body.sha256'],
    ['a mode that is none', { mode: 'FAST' }, 'body.mode'],
  ])('%s is told with its place, and nothing is signed', async (_, overrides, at) => {
    const answer = await announce(overrides);
    expect(answer.status).toBe(400);
    expect(problem(answer).errors.map((one) => one.at)).toEqual([at]);
    expect(db.calls).toEqual([]);
  });

  test('a file that one function can’t import alone is told before it is sent', async () => {
    const answer = await announce({ mode: 'DIRECT', bytes: 1024 * 1024 + 1 });
    expect([answer.status, problem(answer).detail]).toEqual([
      413,
      expect.stringContaining('Import it with STEP_FUNCTION'),
    ]);
  });

  test.each(['a/b', 'テナント', 'x'.repeat(65)])('a tenant %p, who can have no files, is refused', async (tenant) => {
    const answer = await announce({}, { tenant });
    expect([answer.status, problem(answer).type]).toEqual([403, 'urn:problem-type:no-tenant']);
    expect(db.calls).toEqual([]);
  });
});

describe('the file, when it arrives', () => {
  test('is imported in the name of who announced it', async () => {
    await announce();
    await arrive(KEY, s3.put(KEY, FILE));
    const jobId = jobIdOf({ bucket: 'imports-bucket', key: KEY, versionId: 'version-1' }, 'products');
    expect(JSON.parse(sfn.of('StartExecution')[0]?.input ?? '')).toMatchObject({
      jobId,
      mode: 'STEP_FUNCTION',
      context: { tenantCode: 'tenant1', userId: 'user1', requestId: 'request-1' },
    });
    expect((await status()).body).toMatchObject({ status: 'PROCESSING', table: 'products' });
  });

  test('is read the way that was asked for', async () => {
    await announce({ mode: 'DIRECT' });
    await arrive(KEY, s3.put(KEY, FILE));
    expect(sfn.calls).toEqual([]);
    expect((await status()).body).toMatchObject({ status: 'PROCESSING', rows: { read: 1, pending: 1 } });
  });

  test('that is told of twice is one import', async () => {
    await announce();
    const versionId = s3.put(KEY, FILE);
    await arrive(KEY, versionId);
    await arrive(KEY, versionId);
    expect(sfn.executions.size).toBe(1);
  });

  test('and was announced by nobody is imported as any other', async () => {
    const key = uploadKey('tenant1', 'products', 'x'.repeat(43));
    await arrive(key, s3.put(key, FILE));
    expect(JSON.parse(sfn.of('StartExecution')[0]?.input ?? '').context.userId).toBe('AWS:import-csv-http');
  });

  test.each([
    ['tenant', uploadKey('tenant2', 'products', IMPORT_ID)],
    ['table', uploadKey('tenant1', 'zipcodes', IMPORT_ID)],
  ])('under the name of an upload, but of another %s, is not that upload’s', async (_, key) => {
    await announce();
    await arrive(key, s3.put(key, FILE));
    expect((await status()).body).toMatchObject({ status: 'AWAITING_FILE' });
  });
});

describe('an import', () => {
  test('that waits for its file says so', async () => {
    await announce();
    expect((await status()).body).toEqual({
      importId: IMPORT_ID,
      table: 'products',
      announcedAt: expect.any(String),
      status: 'AWAITING_FILE',
    });
  });

  test('whose file has arrived, and has no record yet, is created', async () => {
    await announce();
    link('import-1');
    expect((await status()).body).toMatchObject({ status: 'CREATED' });
  });

  test('that is under way has its rows counted, by consistent reads', async () => {
    await announce();
    link('import-1');
    job();
    db.put('import_tmp', { ...batchKey('import-1', 1), first: 1, read: 10, rejected: 2 });
    db.calls.length = 0;
    expect((await status()).body).toMatchObject({
      status: 'PROCESSING',
      rows: { read: 10, rejected: 2, applied: 0, failed: 0, pending: 8 },
    });
    expect(db.calls.map(({ operation, input }) => [operation, input.ConsistentRead])).toEqual([
      ['Get', true],
      ['Get', true],
      ['Query', true],
    ]);
  });

  test('that is completed is told by its record alone, with a URL for its rejects and nothing else', async () => {
    await announce();
    link('import-1');
    const rejectsKey = 'results/import-1/rejects.csv';
    const counts = { read: 10, rejected: 2, applied: 7, failed: 1 };
    job({ status: 'COMPLETED', ...counts, rejectsKey, startedAt: 's', completedAt: 'c' });
    db.calls.length = 0;
    const { body } = await status();
    expect(body).toMatchObject({
      status: 'COMPLETED',
      rows: { ...counts, pending: 0 },
      startedAt: 's',
      completedAt: 'c',
    });
    expect(db.operations()).toEqual(['Get', 'Get']);
    const url = new URL((body as { rejects: { url: string } }).rejects.url);
    expect(url.pathname).toBe(`/${rejectsKey}`);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('900');
  });

  test('whose file was refused says why, and what to do', async () => {
    await announce();
    await arrive(KEY, s3.put(KEY, 'wrong;header\n'));
    const { body } = await status();
    expect(body).toMatchObject({
      status: 'FAILED',
      error: 'FileRefused',
      reason: expect.stringContaining('the header lacks'),
    });
    expect(body).not.toHaveProperty('rows');
  });

  test('that failed otherwise says by which error, but not what that says of roles and tables', async () => {
    await announce();
    link('import-1');
    job({ status: 'FAILED', failure: { error: 'States.Runtime', cause: 'role/secret', at: '' } });
    const { body } = await status();
    expect(body).toMatchObject({ status: 'FAILED', error: 'States.Runtime', rows: { read: 0 } });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  test('of another tenant, or that nobody has announced, is not found', async () => {
    await announce();
    expect((await status({ tenant: 'tenant2' })).status).toBe(404);
    expect((await status({ params: { importId: 'x'.repeat(43) } })).status).toBe(404);
  });
});
