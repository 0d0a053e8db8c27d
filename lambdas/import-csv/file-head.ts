import { GetObjectCommand } from '@aws-sdk/client-s3';
import { isAwsError } from '../platform/errors';
import { s3 } from '../platform/s3';
import { FileRefused } from './errors';

/** How much of a file is looked at before it is imported, and the size up to which one function imports it alone. */
export const HEAD_BYTES = 1024 * 1024;

/** The beginning of one version of an object. */
export interface FileHead {
  versionId: string;
  /** Of the whole object, in bytes. */
  size: number;
  bytes: Uint8Array;
}

/**
 * Reads the first MiB of an object and says which version that was: whatever is put under its key later, this one is imported.
 *
 * @throws FileRefused when there is no such object, or the version is gone
 */
export async function readHead(bucket: string, key: string, versionId: string | undefined): Promise<FileHead> {
  const object = { Bucket: bucket, Key: key, ...(versionId !== undefined && { VersionId: versionId }) };
  try {
    const answer = await s3.send(new GetObjectCommand({ ...object, Range: `bytes=0-${HEAD_BYTES - 1}` }));
    const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
    return { versionId: pinned(key, answer.VersionId), size: sizeOf(answer.ContentRange) ?? bytes.length, bytes };
  } catch (error) {
    if (isAwsError(error, 'NoSuchKey', 'NoSuchVersion', 'NotFound')) {
      throw new FileRefused(`there is no object ${key}${versionId ? ` with version ${versionId}` : ''} in the bucket`);
    }
    if (!isAwsError(error, 'InvalidRange')) throw error;
    // Of an empty object there is no range.
    const answer = await s3.send(new GetObjectCommand(object));
    return { versionId: pinned(key, answer.VersionId), size: 0, bytes: new Uint8Array() };
  }
}

function pinned(key: string, versionId: string | undefined): string {
  if (versionId === undefined) throw new Error(`${key} has no version: the bucket must keep versions.`);
  return versionId;
}

/** `bytes 0-99/1234` */
function sizeOf(contentRange: string | undefined): number | undefined {
  const size = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return size === undefined ? undefined : Number(size);
}
