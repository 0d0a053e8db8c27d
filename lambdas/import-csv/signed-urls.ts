import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { s3 } from '../platform/s3';
import { URL_SECONDS } from './operations';

/** A URL by which anybody may do one thing with one object, in the name of this function. */
export interface SignedUrl {
  url: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** A file that somebody says he has. */
export interface AnnouncedFile {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

const CHECKSUM = 'x-amz-checksum-sha256';

/**
 * Lets somebody put one file under a key, if nothing lies there: size, checksum and that condition are headers that the signature
 * covers, so that S3 takes the file that was announced and no other.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function urlToPut(
  bucket: string,
  key: string,
  { bytes, sha256 }: AnnouncedFile,
): Promise<SignedUrl & { headers: Record<string, string> }> {
  const checksum = Buffer.from(sha256, 'hex').toString('base64');
  const put = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    ContentLength: bytes,
    ChecksumSHA256: checksum,
    IfNoneMatch: '*',
  });
  const expiresAt = expiry();
  // In the query S3 would take the checksum for a word of the sender's, and not hold the file against it.
  const url = await getSignedUrl(s3, put, { expiresIn: URL_SECONDS, unhoistableHeaders: new Set([CHECKSUM]) });
  return { url, expiresAt, headers: { 'content-length': String(bytes), 'if-none-match': '*', [CHECKSUM]: checksum } };
}

/** Lets somebody read an object. */
export async function urlToGet(bucket: string, key: string): Promise<SignedUrl> {
  const expiresAt = expiry();
  const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: URL_SECONDS });
  return { url, expiresAt };
}

function expiry(): string {
  return new Date(Date.now() + URL_SECONDS * 1000).toISOString();
}
