import { expect, test } from '@jest/globals';
import { memberName, servicePrefix } from './names';

test.each([
  ['TableName', 'TableName'],
  ['logGroupName', 'LogGroupName'],
  ['ETag', 'ETag'],
  ['DBInstanceIdentifier', 'DbInstanceIdentifier'],
  ['SSEKMSKeyId', 'SsekmsKeyId'],
  ['ACL', 'Acl'],
  ['ChecksumCRC32', 'ChecksumCRC32'],
  ['MD5OfMessageBody', 'Md5OfMessageBody'],
])('the member %s is %s', (name, named) => {
  expect(memberName(name)).toBe(named);
});

test.each([
  ['DynamoDB', 'DynamoDb'],
  ['Secrets Manager', 'SecretsManager'],
  ['CloudWatch Logs', 'CloudWatchLogs'],
  ['SSM', 'Ssm'],
  ['S3', 'S3'],
  ['EventBridge', 'EventBridge'],
])('the errors of %s begin with %s', (serviceId, prefix) => {
  expect(servicePrefix(serviceId)).toBe(prefix);
});
