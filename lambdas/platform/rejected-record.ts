import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import { sqs } from './sqs';

/** Of the 256 KiB that a message holds, the rest is for keys and reason. */
const IMAGE_LIMIT_BYTES = 200 * 1024;
const REASON_LIMIT = 1_000;

/**
 * Keeps a record that can't be read, with its reason, where a person looks. The image is left out when it is too large for a
 * message; the keys find the row.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export async function reject(queueUrl: string, record: DynamoDBRecord, reason: string): Promise<void> {
  const image = record.dynamodb?.NewImage;
  const imageBytes = Buffer.byteLength(JSON.stringify(image) ?? '');
  const body = {
    reason: reason.slice(0, REASON_LIMIT),
    eventID: record.eventID,
    sequenceNumber: record.dynamodb?.SequenceNumber,
    keys: record.dynamodb?.Keys,
    imageBytes,
    ...(imageBytes <= IMAGE_LIMIT_BYTES && { image }),
  };
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: permitted(JSON.stringify(body)) }));
}

/** SQS refuses U+FFFE and U+FFFF; inside a JSON string they can be written as escapes. */
function permitted(json: string): string {
  return json.replace(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}
