import { expect, test } from '@jest/globals';
import type { ItemFormat } from '../../definition/machine';
import type { ObjectLocation, ObjectStore } from '../../integrations/object-store';
import type { JsonObject } from '../../json';
import { openItems } from './item-pages';

const ROLE = 'arn:aws:iam::000000000000:role/machine';
const JSONL = { type: 'JSONL' } as const;

/** An S3 that tells what it is asked for. Every object is a manifest, and has its text as one item. */
function asked(text: string) {
  const requests: object[] = [];
  const none = () => {
    throw new Error('Nothing is written.');
  };
  const objects: ObjectStore = {
    async *get(object: ObjectLocation) {
      requests.push(object);
      yield Buffer.from(text);
    },
    list: async (request) => {
      requests.push(request);
      return { objects: [{ key: 'p/k', etag: '', size: 1, lastModified: 0, storageClass: 'STANDARD' }] };
    },
    put: none,
    upload: none,
  };
  return { objects, requests };
}

async function read(format: ItemFormat, values: JsonObject, text: string) {
  const { objects, requests } = asked(text);
  const pages = [];
  for await (const page of openItems({ format, arguments: values, maxItems: 0 }, objects, ROLE)) pages.push(page);
  return { pages, requests };
}

test('listed objects are asked for in the bucket that was listed, of the same owner', async () => {
  const values = { Bucket: 'b', Prefix: 'p/', StartAfter: 'p/a', ExpectedBucketOwner: '1' };
  const { requests, pages } = await read({ type: 'LOAD_AND_FLATTEN', objects: JSONL }, values, '7');
  const owned = { bucket: 'b', expectedBucketOwner: '1', roleArn: ROLE };
  expect(requests).toEqual([
    { ...owned, prefix: 'p/', startAfter: 'p/a' },
    { ...owned, key: 'p/k' },
  ]);
  expect(pages.flatMap(({ items }) => items)).toEqual([7]);
});

test("the objects of a manifest lie where it says; the manifest's version is not theirs", async () => {
  const values = { Bucket: 'b', Key: 'm.csv', VersionId: 'v', ExpectedBucketOwner: '1' };
  const format: ItemFormat = { type: 'ATHENA_DATA', objects: { type: 'CSV', delimiter: ',', headers: ['uri'] } };
  const { requests, pages } = await read(format, values, 's3://other/a b/c.d');
  const owned = { expectedBucketOwner: '1', roleArn: ROLE };
  expect(requests).toEqual([
    { ...owned, bucket: 'b', key: 'm.csv', versionId: 'v' },
    { ...owned, bucket: 'other', key: 'a b/c.d' },
  ]);
  expect(pages.filter(({ items }) => items.length > 0)).toEqual([
    { items: [{ uri: 's3://other/a b/c.d' }], source: 's3://other/a b/c.d' },
  ]);
});
