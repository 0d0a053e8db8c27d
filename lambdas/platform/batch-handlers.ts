import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import { instrumented } from './instrumentation';

/** A batch that fails as a whole is reported as its members are, and not as an error of the function. */
const settings = { throwOnFullBatchFailure: false };

/**
 * The handler of a function that reads a table's stream. The records of a batch run side by side; those that throw are reported.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function streamHandler(
  what: string,
  handle: (record: DynamoDBRecord) => Promise<void>,
): (event: DynamoDBStreamEvent, lambda?: Context) => Promise<DynamoDBBatchResponse> {
  return (event, lambda) =>
    instrumented(what, {}, lambda, () =>
      processPartialResponse(event, handle, new BatchProcessor(EventType.DynamoDBStreams), settings),
    );
}

/**
 * The handler of a function that reads a queue. The messages of a batch run side by side; those that throw are reported, and are
 * received again.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function queueHandler(
  what: string,
  handle: (message: SQSRecord) => Promise<void>,
): (event: SQSEvent, lambda?: Context) => Promise<SQSBatchResponse> {
  return (event, lambda) =>
    instrumented(what, {}, lambda, () =>
      processPartialResponse(event, handle, new BatchProcessor(EventType.SQS), settings),
    );
}
