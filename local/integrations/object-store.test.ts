import { describe, expect, test } from '@jest/globals';
import type { AwsClient, RestRequest, StreamResponse } from '../aws/client';
import { AwsError } from '../aws/error';
import { rootCaller } from '../identity/caller';
import { S3Objects } from './object-store';

const MIB = 1024 * 1024;
const object = { bucket: 'bucket', key: 'a folder/file(1).csv', roleArn: 'arn:role' };

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

/** The store over a client that gives these answers in turn, and what was asked for. */
function storeOf(...answers: (Partial<StreamResponse> | AwsError)[]) {
  const asked: RestRequest[] = [];
  const next = async (request: RestRequest) => {
    asked.push(request);
    const answer = answers[asked.length - 1];
    if (answer === undefined || answer instanceof AwsError) throw answer ?? new Error('Asked too often');
    return { statusCode: 200, headers: {}, body: pieces(), ...answer };
  };
  const rest = async (request: RestRequest) => ({
    ...(await next(request)),
    body: Buffer.from('<UploadId>id</UploadId>'),
  });
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  const objects = new S3Objects({
    client: { stream: next, rest } as unknown as AwsClient,
    sessions: { assume: async () => ({ credentials, caller: rootCaller('0'), expiresAt: Number.POSITIVE_INFINITY }) },
  });
  return { objects, asked };
}

async function read(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of bytes) text += Buffer.from(piece).toString();
  return text;
}

const range = (text: string, from: number, size: number, etag = '"v1"') => ({
  statusCode: 206,
  headers: { etag, 'content-range': `bytes ${from}-${from + text.length - 1}/${size}` },
  body: pieces(text),
});

describe('reading an object', () => {
  test('asks for range after range, of the object that the first range was of', async () => {
    const { objects, asked } = storeOf(range('first', 0, 5 * MIB), range('second', 4 * MIB, 5 * MIB));
    expect(await read(objects.get(object))).toBe('firstsecond');
    expect(asked).toMatchObject([
      { path: '/bucket/a%20folder/file%281%29.csv', headers: { range: `bytes=0-${4 * MIB - 1}` } },
      { headers: { range: `bytes=${4 * MIB}-${8 * MIB - 1}`, 'if-match': '"v1"' } },
    ]);
    expect(asked[0]?.headers).not.toHaveProperty('if-match');
  });

  test('fails when the object has been replaced between two ranges', async () => {
    const refusal = new AwsError('PreconditionFailed', 'At least one of the pre-conditions did not hold', 412);
    const { objects } = storeOf(range('first', 0, 5 * MIB), refusal);
    await expect(read(objects.get(object))).rejects.toBe(refusal);
  });

  test('takes a whole object where a range was asked for', async () => {
    const { objects, asked } = storeOf({ body: pieces('all', ' of it') });
    expect(await read(objects.get({ ...object, versionId: 'v', expectedBucketOwner: '1' }))).toBe('all of it');
    expect(asked).toMatchObject([{ query: { versionId: 'v' }, headers: { 'x-amz-expected-bucket-owner': '1' } }]);
  });

  test('of no bytes gives none', async () => {
    const { objects } = storeOf(new AwsError('InvalidRange', 'The requested range is not satisfiable', 416));
    expect(await read(objects.get(object))).toBe('');
  });
});

test('an upload has numbered parts, and is completed with their ETags', async () => {
  const part = (etag: string) => ({ headers: { etag } });
  const { objects, asked } = storeOf({}, part('"e1"'), part('"e2"'), {});
  const upload = await objects.upload(object);
  await upload.part(Buffer.from('1'));
  await upload.part(Buffer.from('2'));
  await upload.complete();
  expect(asked.map(({ method, query }) => [method, query])).toEqual([
    ['POST', { uploads: '' }],
    ['PUT', { partNumber: '1', uploadId: 'id' }],
    ['PUT', { partNumber: '2', uploadId: 'id' }],
    ['POST', { uploadId: 'id' }],
  ]);
  expect(String(asked[3]?.body)).toContain('<Part><PartNumber>2</PartNumber><ETag>"e2"</ETag></Part>');
});

test('a listing begins after a key, and every request names the expected owner of the bucket', async () => {
  const { objects, asked } = storeOf({}, {}, {});
  const owned = { ...object, expectedBucketOwner: '1' };
  await objects.list({ ...owned, prefix: 'p/', startAfter: 'p/a' });
  await objects.put(owned, Buffer.from('1'));
  await objects.upload(owned);
  expect(asked[0]).toMatchObject({ query: { prefix: 'p/', 'start-after': 'p/a' } });
  for (const { headers } of asked) expect(headers).toMatchObject({ 'x-amz-expected-bucket-owner': '1' });
});
