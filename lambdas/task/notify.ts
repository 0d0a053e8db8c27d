import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SQSRecord } from 'aws-lambda';
import { queueHandler } from '../platform/batch-handlers';
import { environment } from '../platform/environment';
import { InvalidEvent } from '../platform/errors';
import { describeIssues } from '../platform/issues';
import { logger, metrics } from '../platform/observability';
import { parseJson } from '../platform/parse-json';
import { ssm } from '../platform/ssm';
import { deliver } from './webhooks/deliver';
import { type Notification, notification } from './webhooks/notification';
import { receiversIn } from './webhooks/receivers';
import { SigningKey } from './webhooks/signing-key';

const env = environment('task/notify', ['WEBHOOK_URLS', 'SIGNING_KEY_PARAMETER']);
const receivers = receiversIn(env.WEBHOOK_URLS);
const signingKey = new SigningKey(ssm, env.SIGNING_KEY_PARAMETER);

/**
 * Tells receivers of new statuses, from `notification-queue`: each message is for one of them. The messages of a batch are sent
 * side by side; one that its receiver does not take comes again alone, and in the end lies in the dead-letter queue.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const handler = queueHandler('notify', notify);

async function notify({ body, messageId }: SQSRecord): Promise<void> {
  try {
    const message = parse(body);
    const receiver = receivers.find(({ id }) => id === message.receiver);
    if (receiver === undefined) {
      logger.warn('receiver is no longer configured: dropped', {
        receiver: message.receiver,
        delivery: message.deliveryId,
      });
      return;
    }
    await deliver(receiver, message, await signingKey.get());
    metrics.addMetric('WebhooksDelivered', MetricUnit.Count, 1);
  } catch (error) {
    metrics.addMetric('WebhooksFailed', MetricUnit.Count, 1);
    logger.warn('delivery failed: it will be tried again', { messageId, error });
    throw error;
  }
}

function parse(body: string): Notification {
  const parsed = notification.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw new InvalidEvent(`the message is no notification: ${describeIssues(parsed.error)}. task/trigger writes them.`);
}
