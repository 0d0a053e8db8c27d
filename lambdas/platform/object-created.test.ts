import { expect, test } from '@jest/globals';
import { createdObjects } from './object-created';

const record = (key: string, more: object = {}) => ({
  eventName: 'ObjectCreated:Put',
  userIdentity: { principalId: 'AWS:someone' },
  responseElements: { 'x-amz-request-id': 'request-9' },
  s3: { object: { key, versionId: 'version-1' } },
  ...more,
});

test('a notification names the objects that were created, by the keys that S3 takes', () => {
  expect(createdObjects({ Records: [record('a/%E5%95%86+1%2B2.jpg'), record('b.jpg')] })).toEqual([
    { key: 'a/商 1+2.jpg', versionId: 'version-1', userId: 'AWS:someone', requestId: 'request-9' },
    { key: 'b.jpg', versionId: 'version-1', userId: 'AWS:someone', requestId: 'request-9' },
  ]);
});

test('what was deleted, and what stands for a folder, is left out', () => {
  const deleted = record('a.jpg', { eventName: 'ObjectRemoved:Delete' });
  expect(createdObjects({ Records: [deleted, record('folder/')] })).toEqual([]);
});

test('the event that S3 sends as a test names nothing; any other message is no notification', () => {
  expect(createdObjects({ Service: 'Amazon S3', Event: 's3:TestEvent' })).toEqual([]);
  for (const message of [undefined, null, 'text', {}, { Records: [{}] }])
    expect(createdObjects(message)).toBeUndefined();
});
