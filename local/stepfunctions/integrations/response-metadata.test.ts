import { expect, test } from '@jest/globals';
import type { JsonObject } from '../json';
import { responseMetadata } from './response-metadata';

const AT = Date.UTC(2026, 0, 1);

test.each<[{ [name: string]: string }, string[], string[]]>([
  [
    { connection: 'keep-alive', 'Content-Length': '106', 'Content-Type': 'application/x-amz-json-1.0' },
    ['x-amzn-RequestId', 'connection', 'Content-Length', 'Date', 'Content-Type'],
    ['connection', 'Content-Length', 'Content-Type', 'Date', 'x-amzn-RequestId'],
  ],
  [
    { Connection: 'keep-alive', 'Content-Length': '2', 'Content-Type': 'j', Server: 'Server', 'x-amz-crc32': '1' },
    ['Server', 'Connection', 'x-amzn-RequestId', 'x-amz-crc32', 'Content-Length', 'Date', 'Content-Type'],
    ['Connection', 'Content-Length', 'Content-Type', 'Date', 'Server', 'x-amz-crc32', 'x-amzn-RequestId'],
  ],
])('the headers stand in the order that AWS gives them', (headers, hashed, sorted) => {
  const { SdkHttpMetadata, ...more } = responseMetadata({ requestId: 'id', at: AT, headers });
  const { AllHttpHeaders, HttpHeaders, HttpStatusCode } = SdkHttpMetadata as { [name: string]: JsonObject };
  expect(Object.keys(AllHttpHeaders ?? {})).toEqual(hashed);
  expect(Object.keys(HttpHeaders ?? {})).toEqual(sorted);
  expect(HttpHeaders).toMatchObject({ ...headers, Date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'x-amzn-RequestId': 'id' });
  expect([HttpStatusCode, more]).toEqual([200, { SdkResponseMetadata: { RequestId: 'id' } }]);
});
