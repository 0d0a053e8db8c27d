import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';
import { named, within } from './limits';

export interface BucketProps {
  /** Last part of the bucket's name before the account id, which makes it unique in the world. */
  readonly name: string;
  /** Days after which an object expires, where the environment has a lifecycle of objects. Default: never. */
  readonly expireDays?: number | undefined;
  /** What the keys of objects that expire begin with. Default: every object expires. */
  readonly expirePrefix?: string;
  /** Whether the bucket is protected and never emptied, whatever the environment says. Default: false. */
  readonly isKept?: boolean;
  /** ARN of the key that encrypts objects. Default: S3's own. */
  readonly keyArn?: string | undefined;
}

/**
 * A private bucket: versions, TLS only, no public access, no ACLs, encryption, and a lifecycle that clears replaced versions and
 * uploads nobody finished.
 */
export class Bucket extends Construct {
  readonly name: string;
  readonly arn: string;
  private readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const stack = EnvironmentStack.of(this);
    const { env } = stack;
    this.name = `${stack.resourceName(props.name)}-${env.account}`;
    this.checkLimits(props);
    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: this.name,
      forceDestroy: env.protection.forceDestroy && !props.isKept,
      ...((env.protection.deletion || props.isKept) && { lifecycle: { preventDestroy: true } }),
    });
    this.arn = this.bucket.arn;
    this.keepVersions();
    if (env.retention.objects) this.clearAway(props, env.retention.objects.noncurrentDays);
    this.encrypt(props.keyArn);
    this.keepPrivate();
  }

  private checkLimits({ expireDays }: BucketProps): void {
    const rules = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html';
    const pattern = /^(?!xn--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
    named(this, this.name, pattern, '3–63 lower-case letters, digits and hyphens', rules);
    if (expireDays !== undefined) {
      const page = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html';
      within(this, 'expireDays', expireDays, [1, 2_147_483_647], page);
    }
  }

  private keepVersions(): void {
    new S3BucketVersioningA(this, 'versioning', {
      bucket: this.bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
  }

  private clearAway({ expireDays, expirePrefix }: BucketProps, noncurrentDays: number): void {
    const expire = expireDays === undefined ? {} : { expiration: [{ days: expireDays }] };
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.bucket.id,
      rule: [
        {
          id: 'clear-away',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          ...(expirePrefix === undefined && expire),
        },
        ...(expirePrefix === undefined
          ? []
          : [{ id: 'expire', status: 'Enabled', filter: [{ prefix: expirePrefix }], ...expire }]),
      ],
    });
  }

  private encrypt(keyArn: string | undefined): void {
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: this.bucket.id,
      rule: [
        keyArn
          ? {
              applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
              bucketKeyEnabled: true,
            }
          : { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
      ],
    });
  }

  private keepPrivate(): void {
    const publicAccess = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket: this.bucket.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketPolicy(this, 'policy', {
      bucket: this.bucket.id,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'TlsOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [this.arn, `${this.arn}/*`],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      }),
      // S3 refuses two changes of a new bucket's access at once with OperationAborted.
      dependsOn: [publicAccess],
    });
  }
}
