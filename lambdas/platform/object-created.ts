import * as z from 'zod/mini';

/** An object that was put into a bucket. */
export interface CreatedObject {
  key: string;
  /** Absent where the bucket keeps no versions. */
  versionId: string | undefined;
  /** Who put it there. */
  userId: string | undefined;
  /** Of the request that put it there. */
  requestId: string | undefined;
}

const text = z.string().check(z.minLength(1));

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const notification = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      userIdentity: z.optional(z.object({ principalId: text })),
      responseElements: z.optional(z.object({ 'x-amz-request-id': text })),
      s3: z.object({ object: z.object({ key: text, versionId: z.optional(text) }) }),
    }),
  ),
});

/** S3 sends it once, when the notification is configured. */
const testEvent = z.object({ Event: z.literal('s3:TestEvent') });

/**
 * The objects that a notification of S3 says were created, those that stand for folders left out; undefined when the message is no
 * notification. The key in a notification is encoded as in a query string: here it is as S3 takes it.
 */
export function createdObjects(message: unknown): readonly CreatedObject[] | undefined {
  const notified = notification.safeParse(message);
  if (!notified.success) return testEvent.safeParse(message).success ? [] : undefined;
  return notified.data.Records.filter(({ eventName }) => eventName.startsWith('ObjectCreated:'))
    .map(({ s3, userIdentity, responseElements }) => ({
      key: decodeURIComponent(s3.object.key.replaceAll('+', ' ')),
      versionId: s3.object.versionId,
      userId: userIdentity?.principalId,
      requestId: responseElements?.['x-amz-request-id'],
    }))
    .filter(({ key }) => !key.endsWith('/'));
}
