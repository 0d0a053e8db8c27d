import { expect, test } from '@jest/globals';
import { memberName } from './member-name';

test.each([
  ['executionArn', 'ExecutionArn'],
  ['StatusCode', 'StatusCode'],
  ['ETag', 'ETag'],
  ['MD5OfMessageBody', 'Md5OfMessageBody'],
  ['SSEKMSKeyId', 'SsekmsKeyId'],
  ['DBClusterIdentifier', 'DbClusterIdentifier'],
  ['id', 'Id'],
  ['S', 'S'],
])('the member %s is %s to Step Functions', (name, expected) => {
  expect(memberName(name)).toBe(expected);
});
