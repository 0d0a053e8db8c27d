import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { FakeS3 } from '../fakes/s3';
import { FakeStepFunctions } from '../fakes/step-functions';
import { dynamodb } from '../platform/dynamodb';
import { handler as applyRows } from './apply-rows';
import { chunkRecords } from './fakes/imports';
import { HEAD_BYTES } from './file-head';
import { ImportReader } from './import-reader';
import { jobIdOf } from './job';
import { handler } from './start';

const reader = new ImportReader(dynamodb, 'import_tmp');
const KEY = 'imports/tenant1/products/a.csv';
const HEADER = 'product_code,name,price,category';

let db: FakeDynamoDB;
let s3: FakeS3;
let sfn: FakeStepFunctions;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  s3 = new FakeS3().install();
  sfn = new FakeStepFunctions().install();
});

const send = (...bodies: (object | string)[]) =>
  handler({
    Records: bodies.map((body, index) => ({
      messageId: `message-${index + 1}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })),
  } as never);

const ask = (more: object = {}) =>
  send({ tenantCode: 'tenant1', tableName: 'products', s3Key: KEY, requestId: 'request-1', ...more });

const drop = (key: string, versionId?: string) => ({
  Records: [
    {
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: 'AWS:someone' },
      responseElements: { 'x-amz-request-id': 'request-9' },
      s3: { object: { key, ...(versionId && { versionId }) } },
    },
  ],
});

const jobs = () => db.rows('import_tmp').filter(({ sk }) => sk === 'JOB');
const cause = () => (jobs()[0]?.failure as { cause?: string } | undefined)?.cause;

describe('a file in the bucket', () => {
  test('starts one execution under the id of the import, with the version pinned', async () => {
    const versionId = s3.put(KEY, `${HEADER}\nA,Apple,100,\n`);
    expect(await send(drop('imports/tenant1/products/a.csv', versionId))).toEqual({ batchItemFailures: [] });
    const jobId = jobIdOf({ bucket: 'imports-bucket', key: KEY, versionId }, 'products');
    expect(jobs()).toMatchObject([
      { pk: `IMPORT#${jobId}`, status: 'PROCESSING', mode: 'STEP_FUNCTION', source: { key: KEY, versionId } },
    ]);
    const [started] = sfn.of('StartExecution');
    expect(started?.name).toBe(jobId);
    expect(JSON.parse(started?.input ?? '')).toMatchObject({
      jobId,
      tableName: 'products',
      bucket: 'imports-bucket',
      key: KEY,
      versionId,
      context: { tenantCode: 'tenant1', userId: 'AWS:someone', requestId: 'request-9' },
    });
  });

  test('told of twice, or asked for besides, is one import; a new version is another', async () => {
    const first = s3.put(KEY, `${HEADER}\nA,Apple,100,\n`);
    await send(drop(KEY, first), drop(KEY, first));
    await ask({ versionId: first });
    expect(jobs()).toHaveLength(1);
    expect(sfn.executions.size).toBe(1);
    s3.put(KEY, `${HEADER}\nA,Apple,120,\n`);
    await ask();
    expect(jobs()).toHaveLength(2);
  });

  test('is started although the function died between record and execution', async () => {
    s3.put(KEY, `${HEADER}\nA,Apple,100,\n`);
    sfn.before = () => {
      throw new Error('killed');
    };
    expect((await ask()).batchItemFailures).toHaveLength(1);
    expect(jobs()).toMatchObject([{ status: 'CREATED' }]);
    sfn.before = () => undefined;
    await ask();
    expect(jobs()).toMatchObject([{ status: 'PROCESSING' }]);
    expect(sfn.executions.size).toBe(1);
  });

  test('with an encoded key is found', async () => {
    s3.put('imports/tenant1/products/商品 1+2.csv', `${HEADER}\nA,Apple,100,\n`);
    await send(drop(`imports/tenant1/products/${encodeURIComponent('商品')}+1%2B2.csv`));
    expect(sfn.executions.size).toBe(1);
  });

  test('in no place for imports gets a record that says so', async () => {
    await send(drop('imports/a.csv', 'version-1'));
    expect(cause()).toBe('its key must be imports/<tenant>/<table>/<file>.csv');
    expect(jobs()).toMatchObject([{ status: 'FAILED', source: { key: 'imports/a.csv' } }]);
  });
});

describe('a message', () => {
  test('that S3 sends as a test means nothing', async () => {
    expect(await send({ Service: 'Amazon S3', Event: 's3:TestEvent' })).toEqual({ batchItemFailures: [] });
    expect(jobs()).toEqual([]);
  });

  test.each(['no JSON', '{"tableName":"products"}'])(
    'that is neither comes again, the others do not: %s',
    async (body) => {
      s3.put(KEY, `${HEADER}\nA,Apple,100,\n`);
      const answer = await send(body, { tenantCode: 'tenant1', tableName: 'products', s3Key: KEY });
      expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
      expect(sfn.executions.size).toBe(1);
    },
  );
});

describe('a file that cannot be read faithfully is refused, with what to do', () => {
  const utf16 = Buffer.from(`\uFEFF${HEADER}\n`, 'utf16le');
  const shiftJis = Buffer.from([...Buffer.from(`${HEADER}\nA,`), 0x82, 0xcb, 0x82, 0xb6, ...Buffer.from(',100,\n')]);
  test.each<[string, string | Uint8Array, RegExp]>([
    ['an empty file', '', /the file is empty/],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), /NUL bytes, so it is no text/],
    ['UTF-16', utf16, /in UTF-16\. Save it as "CSV UTF-8"/],
    ['Shift_JIS', shiftJis, /not in UTF-8/],
    ['JSON', '{"a": [1, 2]}', /no CSV by RFC 4180: Invalid Opening Quote/],
    ['HTML', '<html><body>', /the header lacks product_code, name, price; it has <html><body>/],
    ['semicolons', 'product_code;name;price\nA;Apple;1\n', /separated by something else than commas/],
    ['a missing column', 'product_code,name\nA,Apple\n', /the header lacks price; it has product_code, name/],
    ['a column twice', `${HEADER},NAME\nA,Apple,1,,x\n`, /names the column "name" twice/],
    ['a field too many', `${HEADER}\nA,Apple,1,\nB,Beer,2,,x\n`, /row 2 has 5 fields, the header 4, and .* DIRECT/],
    ['a field too few', `${HEADER}\nA,Apple,1\n`, /row 1 has 3 fields, the header 4, and .* DIRECT/],
    ['a backslash', `${HEADER}\nA,C:\\Apple,1,\n`, /row 1 holds a backslash.* DIRECT/],
    ['a quote that is not closed', `${HEADER}\nA,"Apple,1,\n`, /no CSV by RFC 4180: Quote Not Closed/],
    ['old line ends', `${HEADER}\rA,Apple,1,\r`, /end in CR alone.* DIRECT/],
  ])('%s', async (_, body, reason) => {
    s3.put(KEY, body);
    expect(await ask()).toEqual({ batchItemFailures: [] });
    expect(cause()).toMatch(reason);
    expect(jobs()).toMatchObject([{ status: 'FAILED', refused: true }]);
    expect(sfn.calls).toEqual([]);
    await ask();
    expect(jobs()).toHaveLength(1);
  });

  test('no file, no version, no table', async () => {
    await ask();
    expect(cause()).toBe(`there is no object ${KEY} in the bucket`);
    s3.put(KEY, `${HEADER}\nA,Apple,1,\n`);
    await ask({ versionId: 'version-7' });
    await ask({ tableName: 'nothing' });
    expect(jobs().map(({ failure }) => (failure as { cause: string }).cause)).toEqual([
      expect.stringMatching(/no object/),
      expect.stringMatching(/with version version-7/),
      expect.stringMatching(/"nothing" is not registered; known are products, zipcodes/),
    ]);
  });
});

describe('a file of the real world is accepted', () => {
  test.each([
    ['a byte order mark, CRLF and blanks', `\uFEFF Product_Code , NAME,price\r\nA,Apple,1\r\n`],
    ['quoted commas, quotes and newlines', `${HEADER}\n"A,1","an ""Apple""\nfor you",1,\n`],
    ['columns in another order, and more of them', `price,colour,name,product_code\n1,red,Apple,A\n`],
    ['empty lines', `${HEADER}\n\nA,Apple,1,\n\n`],
    ['Japanese', `${HEADER}\n品番1,りんご,1,果物\n`],
    ['no newline at the end', `${HEADER}\nA,Apple,1,`],
  ])('%s', async (_, body) => {
    s3.put(KEY, body);
    await ask();
    expect({ status: jobs()[0]?.status, cause: cause() }).toEqual({ status: 'PROCESSING', cause: undefined });
  });

  test('larger than what is looked at, cut in the middle of a quoted field or a character', async () => {
    const row = 'A,"りんご\nりんご",1,\n';
    for (const lead of [0, 1, 2, 3]) {
      s3.put(KEY, `${HEADER}\n${'x'.repeat(lead)}${row.repeat(HEAD_BYTES / 20)}`);
      await ask();
    }
    expect(jobs().map(({ status }) => status)).toEqual(Array(4).fill('PROCESSING'));
  });

  test('a header alone is completed at once, without an execution', async () => {
    s3.put(KEY, `${HEADER}\n`);
    await ask();
    expect(jobs()).toMatchObject([{ status: 'COMPLETED', read: 0, applied: 0 }]);
    expect(sfn.calls).toEqual([]);
  });
});

describe('DIRECT', () => {
  const direct = (more: object = {}) => ask({ processingMode: 'DIRECT', ...more });
  const progress = async () => {
    const [job] = jobs();
    return reader.get(String(job?.jobId));
  };

  test('takes a file that is refused otherwise, as RFC 4180 has it, without an execution', async () => {
    s3.put(KEY, `${HEADER}\nA,C:\\Apple,1,\nB,Beer,2\nC,Cake,3,,extra\n`);
    await ask();
    expect(jobs()).toMatchObject([{ status: 'FAILED' }]);
    await direct();
    expect(await progress()).toMatchObject({
      job: { status: 'PROCESSING', rows: 3 },
      counts: { rejected: 2, pending: 1 },
    });
    expect(await applyRows(chunkRecords(db))).toEqual({ batchItemFailures: [] });
    expect(sfn.calls).toEqual([]);
    expect(db.row('data', 'TENANT#tenant1', 'PRODUCT#A')).toMatchObject({ attributes: { name: 'C:\\Apple' } });
    const { job, counts } = (await progress()) ?? {};
    expect(job).toMatchObject({ status: 'COMPLETED', rejectsKey: `results/${job?.jobId}/rejects.csv` });
    expect(counts).toEqual({ read: 3, rejected: 2, applied: 1, failed: 0, pending: 0 });
    expect(s3.text(String(job?.rejectsKey))).toBe(
      'row,reason,content\r\n' +
        '2,"the row has 3 fields, the header 4","B,Beer,2"\r\n' +
        '3,"the row has 5 fields, the header 4","C,Cake,3,,extra"\r\n',
    );
  });

  test('is completed at once when every row is rejected', async () => {
    s3.put(KEY, `${HEADER}\n,Apple,1,\n`);
    await direct();
    expect(await progress()).toMatchObject({ job: { status: 'COMPLETED' }, counts: { read: 1, rejected: 1 } });
  });

  test('does not take a file that is too large', async () => {
    s3.put(KEY, `${HEADER}\n${'A,Apple,1,\n'.repeat(5_001)}`);
    await direct();
    expect(cause()).toMatch(/has 55044 bytes and 5001 rows; DIRECT takes up to 1048576 bytes and 5000 rows/);
  });
});
