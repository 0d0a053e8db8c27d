import { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { isAwsError } from '../platform/errors';
import { s3 } from '../platform/s3';
import { OriginalMissing, UnsupportedImage } from './errors';
import type { Original } from './keys';

/** Bytes that an original may have: it lies in memory as a whole, twice. */
export const MOST_BYTES = 30 * 1024 * 1024;

/**
 * Reads an original, if it is not too large.
 *
 * @throws OriginalMissing when it is not there any more
 * @throws UnsupportedImage when it is too large
 */
export async function readOriginal(bucket: string, { key, versionId }: Original): Promise<Uint8Array> {
  const object = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
  const { Body, ContentLength = 0 } = await s3.send(object).catch((error: unknown) => {
    if (isAwsError(error, 'NoSuchKey', 'NoSuchVersion', 'NotFound')) throw new OriginalMissing(key, versionId);
    throw error;
  });
  if (ContentLength <= MOST_BYTES) return (await Body?.transformToByteArray()) ?? new Uint8Array();
  // The rest of it would keep the connection.
  if (Body instanceof Readable) Body.destroy();
  throw new UnsupportedImage(`the image has ${ContentLength} bytes; the most is ${MOST_BYTES}. Compress it first.`);
}
