import type { Statement } from '../../constructs/policy';
import type { EnvironmentArns } from '../environment-arns';
import type { PolicyPart } from '../github-role';
import { requestedTags, taggedAs, WITHOUT_ENVIRONMENT } from './tags';

/**
 * To make and change tables, buckets, the objects of code, and keys that bear the tags of the environment.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/manage-tags-api.html
 */
export function writeStorage(arns: EnvironmentArns): PolicyPart {
  return {
    name: 'write-storage',
    statements: [
      {
        Sid: 'Tables',
        Action: [
          'dynamodb:CreateTable',
          'dynamodb:DeleteTable',
          'dynamodb:TagResource',
          'dynamodb:UntagResource',
          'dynamodb:UpdateContinuousBackups',
          'dynamodb:UpdateTable',
          'dynamodb:UpdateTimeToLive',
        ],
        Resource: arns.tables,
      },
      {
        Sid: 'Buckets',
        Action: [
          's3:CreateBucket',
          's3:DeleteBucket',
          's3:DeleteBucketPolicy',
          's3:ListBucketVersions',
          's3:PutBucketNotification',
          's3:PutBucketOwnershipControls',
          's3:PutBucketPolicy',
          's3:PutBucketPublicAccessBlock',
          's3:PutBucketTagging',
          's3:PutBucketVersioning',
          's3:PutEncryptionConfiguration',
          's3:PutLifecycleConfiguration',
        ],
        Resource: arns.buckets,
      },
      {
        Sid: 'Code',
        Action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObject', 's3:PutObjectTagging'],
        Resource: arns.code,
      },
      ...(arns.env.protection.forceDestroy ? [emptied(arns)] : []),
      {
        Sid: 'Keys',
        Action: [
          'kms:Decrypt',
          'kms:EnableKeyRotation',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:PutKeyPolicy',
          'kms:ScheduleKeyDeletion',
          'kms:TagResource',
          'kms:UntagResource',
          'kms:UpdateKeyDescription',
        ],
        Resource: arns.keys,
        Condition: taggedAs(arns),
      },
      {
        Sid: 'GrantsOfKeys',
        Action: ['kms:CreateGrant'],
        Resource: arns.keys,
        Condition: { ...taggedAs(arns), Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
      {
        Sid: 'KeyAliases',
        Action: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
        Resource: arns.keyAliases,
      },
      {
        Sid: 'KeysOfAliases',
        Action: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
        Resource: arns.keys,
        Condition: taggedAs(arns),
      },
      { Sid: 'NewKeys', Action: ['kms:CreateKey'], Resource: ['*'], Condition: requestedTags(arns) },
      // A key is made with its tags and its policy, which takes the rights to tag and to write policies of any key; and is then rotated.
      {
        Sid: 'TagsOfNewKeys',
        Action: ['kms:TagResource'],
        Resource: arns.keys,
        Condition: { ...requestedTags(arns), ...WITHOUT_ENVIRONMENT },
      },
      {
        Sid: 'PoliciesOfNewKeys',
        Action: ['kms:EnableKeyRotation', 'kms:PutKeyPolicy'],
        Resource: arns.keys,
        Condition: WITHOUT_ENVIRONMENT,
      },
    ],
    exemptions: [
      {
        Action: ['kms:CreateKey'],
        reason: 'A key has no name before it is made; it must bear the tags of the environment.',
        page: 'https://docs.aws.amazon.com/kms/latest/developerguide/customer-managed-policies.html',
      },
    ],
  };
}

/** A bucket is destroyed when there is nothing left in it: neither objects nor their versions. */
function emptied({ buckets }: EnvironmentArns): Statement {
  return {
    Sid: 'EmptiedBuckets',
    Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    Resource: buckets.map((bucket) => `${bucket}/*`),
  };
}
