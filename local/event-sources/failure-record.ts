import type { DiscardedBatch } from './stream-lane';
import { createdAtMs } from './stream-record';

/**
 * The document that an on-failure destination gets for a discarded batch of a stream: where the records are, not what is in
 * them.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function failureRecord(
  batch: DiscardedBatch,
  source: { streamArn: string; shardId: string; functionArn: string },
  nowMs: number,
): object {
  const { records, condition, invokeCount, lastFailure } = batch;
  const first = records[0];
  const last = records.at(-1);
  return {
    requestContext: {
      requestId: lastFailure?.requestId ?? '',
      functionArn: source.functionArn,
      condition,
      approximateInvokeCount: invokeCount,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: lastFailure?.executedVersion ?? '$LATEST',
      functionError: 'Unhandled',
    },
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    DDBStreamBatchInfo: {
      shardId: source.shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: first && new Date(createdAtMs(first)).toISOString(),
      approximateArrivalOfLastRecord: last && new Date(createdAtMs(last)).toISOString(),
      batchSize: records.length,
      streamArn: source.streamArn,
    },
  };
}
