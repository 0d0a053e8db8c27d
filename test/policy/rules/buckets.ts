import { refusesPlainHttp } from '../policy-document';
import { type Rules, unless } from '../rule';
import { type Arguments, blocks, nested, type Resource, type Stack } from '../stack';

const BUCKET = 'aws_s3_bucket';

/** Whether a bucket has a resource of its own of a type that satisfies. */
function has(
  stack: Stack,
  type: string,
  satisfies: (args: Arguments, bucket: Resource) => boolean,
): (bucket: Resource) => boolean {
  return (bucket) => stack.referring(type, 'bucket', bucket).some(({ args }) => satisfies(args, bucket));
}

/** Whether a policy refuses plain HTTP on a bucket and on its objects. */
function isTlsOnly({ policy }: Arguments, { address }: Resource): boolean {
  const arn = `\${${address}.arn}`;
  return refusesPlainHttp(policy, 's3:*', [(resource) => resource === arn, (resource) => resource === `${arn}/*`]);
}

export const bucketRules = {
  'bucket-encrypted': {
    demands: 'A bucket says how its objects are encrypted.',
    why: 'S3 encrypts with a key of its own where nothing is said: who may read is then decided by the bucket alone.',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html',
    matches: ['checkov CKV_AWS_19', 'trivy AWS-0088'],
    check: (stack) =>
      unless(
        stack.all(BUCKET),
        has(stack, 'aws_s3_bucket_server_side_encryption_configuration', (args) =>
          ['aws:kms', 'AES256'].includes(
            String(nested(nested(args, 'rule'), 'apply_server_side_encryption_by_default').sse_algorithm),
          ),
        ),
        'has no encryption configuration',
      ),
  },
  'bucket-customer-key': {
    demands: 'A bucket is encrypted with a key of the account, and with a bucket key.',
    why: 'Its policy and its log say who may read and who did; a bucket key saves a call of KMS for each object.',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html',
    matches: ['checkov CKV_AWS_145', 'trivy AWS-0132'],
    check: (stack) =>
      unless(
        stack.all(BUCKET),
        has(stack, 'aws_s3_bucket_server_side_encryption_configuration', (args) => {
          const rule = nested(args, 'rule');
          const { kms_master_key_id } = nested(rule, 'apply_server_side_encryption_by_default');
          return kms_master_key_id !== undefined && rule.bucket_key_enabled === true;
        }),
        'is encrypted with no key of the account',
      ),
  },
  'bucket-versioned': {
    demands: 'A bucket keeps the versions of its objects.',
    why: 'What is overwritten or deleted by mistake can be brought back.',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
    matches: ['checkov CKV_AWS_21', 'trivy AWS-0090', 'cdk-nag NIST.800.53.R5-S3BucketVersioningEnabled'],
    check: (stack) =>
      unless(
        stack.all(BUCKET),
        has(stack, 'aws_s3_bucket_versioning', (args) => nested(args, 'versioning_configuration').status === 'Enabled'),
        'keeps no versions',
      ),
  },
  'bucket-tls-only': {
    demands: "A bucket's policy refuses requests that do not come over TLS, for the bucket and for its objects.",
    why: 'S3 answers plain HTTP, too, and credentials do not protect what is read on the way.',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit',
    matches: ['cdk-nag AwsSolutions-S10'],
    check: (stack) => unless(stack.all(BUCKET), has(stack, 'aws_s3_bucket_policy', isTlsOnly), 'answers plain HTTP'),
  },
  'bucket-private': {
    demands: 'A bucket blocks public access in all four ways.',
    why: 'No policy or ACL of later can then open it.',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    matches: [
      ...['CKV2_AWS_6', 'CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56'].map((id) => `checkov ${id}`),
      ...['AWS-0086', 'AWS-0087', 'AWS-0091', 'AWS-0093', 'AWS-0094'].map((id) => `trivy ${id}`),
      'cdk-nag AwsSolutions-S2',
    ],
    check: (stack) =>
      unless(
        stack.all(BUCKET),
        has(stack, 'aws_s3_bucket_public_access_block', (args) =>
          ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].every(
            (block) => args[block] === true,
          ),
        ),
        'does not block public access in all four ways',
      ),
  },
  'bucket-without-acls': {
    demands: "A bucket's owner owns every object: ACLs are off.",
    why: 'Who may read is said in policies, and nowhere else.',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
    matches: ['checkov CKV2_AWS_65'],
    check: (stack) =>
      unless(
        stack.all(BUCKET),
        has(
          stack,
          'aws_s3_bucket_ownership_controls',
          (args) => nested(args, 'rule').object_ownership === 'BucketOwnerEnforced',
        ),
        'takes ACLs',
      ),
  },
  'bucket-cleared': {
    demands: 'A bucket clears replaced versions and uploads that nobody finished.',
    why: 'They are invisible, and paid for for ever.',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html',
    matches: ['checkov CKV2_AWS_61', 'checkov CKV_AWS_300'],
    check: (stack) =>
      unless(
        stack.all(BUCKET),
        has(stack, 'aws_s3_bucket_lifecycle_configuration', (args) =>
          ['noncurrent_version_expiration', 'abort_incomplete_multipart_upload'].every((part) =>
            blocks(args, 'rule').some((rule) => rule.status === 'Enabled' && blocks(rule, part).length > 0),
          ),
        ),
        'keeps replaced versions or unfinished uploads for ever',
      ),
  },
} satisfies Rules;
