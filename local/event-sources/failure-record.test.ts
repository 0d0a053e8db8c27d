import { expect, test } from '@jest/globals';
import { failureRecord } from './failure-record';

test('says where the discarded records are, and nothing of what is in them', () => {
  const record = (SequenceNumber: string) => ({
    eventID: SequenceNumber,
    eventName: 'INSERT',
    eventSourceARN: 'arn:stream',
    dynamodb: { Keys: { pk: { S: 'secret' } }, SequenceNumber, ApproximateCreationDateTime: 1_800_000_000 },
  });
  const document = failureRecord(
    {
      records: [record('1'), record('2')],
      condition: 'RetryAttemptsExhausted',
      invokeCount: 3,
      lastFailure: { kind: 'error', requestId: 'req', executedVersion: '$LATEST', cause: 'secret' },
    },
    { streamArn: 'arn:stream', shardId: 'shard', functionArn: 'arn:function' },
    1_800_000_060_000,
  );
  expect(document).toEqual({
    requestContext: {
      requestId: 'req',
      functionArn: 'arn:function',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 3,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: '2027-01-15T08:01:00.000Z',
    DDBStreamBatchInfo: {
      shardId: 'shard',
      startSequenceNumber: '1',
      endSequenceNumber: '2',
      approximateArrivalOfFirstRecord: '2027-01-15T08:00:00.000Z',
      approximateArrivalOfLastRecord: '2027-01-15T08:00:00.000Z',
      batchSize: 2,
      streamArn: 'arn:stream',
    },
  });
  expect(JSON.stringify(document)).not.toContain('secret');
});
