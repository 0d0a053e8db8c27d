import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import { streamHandler } from '../platform/batch-handlers';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import { reject } from '../platform/rejected-record';
import { sqs } from '../platform/sqs';
import { taskLogKeys } from './keys';
import { readRecord } from './stream-record';
import { notificationsOf } from './webhooks/notification';
import { receiversIn } from './webhooks/receivers';

const env = environment('task/trigger', [
  'ACTION_QUEUE_URL',
  'NOTIFICATION_QUEUE_URL',
  'REJECTED_QUEUE_URL',
  'WEBHOOK_URLS',
]);
const receivers = receiversIn(env.WEBHOOK_URLS);

/**
 * Tells what happens to tasks, from the stream of their table: a new one to `task-action-queue`, and every new status to
 * `notification-queue`, in a message of its own for each receiver, so that one who does not answer is tried again alone.
 *
 * A record delivered again sends its messages again: starting is idempotent, and a notification has the same delivery id. A record
 * that can't be read goes to the rejected queue with the reason and counts as done.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const handler = streamHandler('trigger', tellOrReject);

async function tellOrReject(record: DynamoDBRecord): Promise<void> {
  if (record.eventName === 'REMOVE') return;
  const read = readRecord(record);
  try {
    if ('reason' in read) {
      await reject(env.REJECTED_QUEUE_URL, record, read.reason);
      metrics.addMetric('RecordsRejected', MetricUnit.Count, 1);
      logger.error('record rejected', { reason: read.reason, keys: record.dynamodb?.Keys });
      return;
    }
    const { change } = read;
    if (change.status === change.previousStatus) return;
    if (record.eventName === 'INSERT') await send(env.ACTION_QUEUE_URL, change.key);
    await Promise.all(notificationsOf(change, receivers).map((one) => send(env.NOTIFICATION_QUEUE_URL, one)));
    logger.info('status told', { ...taskLogKeys(change.key), status: change.status });
  } catch (error) {
    logger.error('record failed: it will be delivered again', error instanceof Error ? error : String(error));
    throw error;
  }
}

async function send(QueueUrl: string, message: object): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
}
