import type { SQSRecord } from 'aws-lambda';
import { queueHandler } from '../platform/batch-handlers';
import { environment } from '../platform/environment';
import { InvalidEvent } from '../platform/errors';
import { type CreatedObject, createdObjects } from '../platform/object-created';
import { logger } from '../platform/observability';
import { parseJson } from '../platform/parse-json';
import { sfn } from '../platform/sfn';
import { startWorkflow } from '../platform/start-workflow';
import { imageLogKeys } from './input';
import { ORIGINALS_PREFIX, tenantOf } from './keys';

const env = environment('image/start', ['MACHINES_ARN']);

/**
 * Starts the workflow for each original that was put into the bucket, once for each version of it: S3 may say the same twice. A
 * message that fails is received again, and after as many times as the queue says it lies in its dead-letter queue.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const handler = queueHandler('start', startAll);

async function startAll({ body, messageId }: SQSRecord): Promise<void> {
  try {
    const objects = createdObjects(parseJson(body));
    if (!objects) throw new InvalidEvent('the message is no notification of S3');
    // Each by itself: one that never can be started must not keep the others of its message from it.
    const starts = await Promise.allSettled(objects.map((object) => start(object, messageId)));
    const failed = starts.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  } catch (error) {
    logger.error('message failed: it will be received again', { messageId, error });
    throw error;
  }
}

async function start({ key, versionId, requestId }: CreatedObject, messageId: string): Promise<void> {
  const tenantCode = tenantOf(key);
  if (tenantCode === undefined) {
    throw new InvalidEvent(`the key ${key} must be ${ORIGINALS_PREFIX}<tenant>/<path>. Upload the image there.`);
  }
  if (versionId === undefined) throw new InvalidEvent(`${key} has no version: the bucket must keep versions.`);
  const input = { schemaVersion: 1, tenantCode, requestId: requestId ?? messageId, key, versionId } as const;
  const machines = { client: sfn, arnPrefix: env.MACHINES_ARN };
  const execution = await startWorkflow(machines, 'image', input, `${key}@${versionId}`);
  logger.info('execution started', { ...imageLogKeys(input), execution });
}
