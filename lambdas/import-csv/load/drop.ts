import { PutObjectCommand, type PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import type { BenchRun } from '../../platform/bench';
import { jobIdOf } from '../job';

/** Puts a file where imports begin. Resolves to the id of the import that follows. */
export async function drop(
  { aws, environment, resourceName }: BenchRun,
  key: string,
  body: NonNullable<PutObjectCommandInput['Body']>,
  tableName: string,
): Promise<string> {
  const bucket = `${resourceName('imports')}-${environment.account}`;
  const client = new S3Client({ ...aws, forcePathStyle: true });
  const put = await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  if (put.VersionId === undefined)
    throw new Error(`The bucket ${bucket} keeps no versions: an import needs one to be repeatable.`);
  return jobIdOf({ bucket, key, versionId: put.VersionId }, tableName);
}
