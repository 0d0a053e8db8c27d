import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { AssetType, TerraformAsset } from 'cdktf';
import type { Construct } from 'constructs';

/** A function's code as Lambda fetches it. */
export interface UploadedBundle {
  /** Key of the zip in its bucket. */
  readonly key: string;
  /** SHA-256 of the zip in base64: what Lambda reports, so that unchanged code is not deployed again. */
  readonly sha256: string;
}

/**
 * Takes a zip into the synthesized stack and uploads it, under a key that changes with its content only. It goes through a
 * bucket because Terraform hands zips to Lambda itself one function after another, five seconds each.
 *
 * @param file the zip as `npm run bundle` writes it, relative to the project or absolute
 * @param bucket name of the bucket
 * @param folder where in the bucket
 * @throws Error that says how to make the zip when there is none
 * @see https://github.com/hashicorp/terraform/pull/9667
 */
export function uploadBundle(scope: Construct, file: string, bucket: string, folder: string): UploadedBundle {
  const hash = createHash('sha256').update(readBundle(scope, file)).digest();
  const assetHash = hash.toString('hex').slice(0, 32);
  const asset = new TerraformAsset(scope, 'code', { path: file, type: AssetType.FILE, assetHash });
  const object = new S3Object(scope, 'upload', {
    bucket,
    key: `${folder}/${assetHash}.zip`,
    source: asset.path,
    // The function moves to the new key before the old one goes.
    lifecycle: { createBeforeDestroy: true },
  });
  return { key: object.key, sha256: hash.toString('base64') };
}

function readBundle(scope: Construct, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`${scope.node.path}: there is no bundle ${file}. Run "npm run bundle" first.`, { cause: error });
  }
}
