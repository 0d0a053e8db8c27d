import type { EnvironmentArns } from '../environment-arns';
import type { PolicyPart } from '../github-role';

/**
 * The settings of what holds data, which Terraform reads before each plan; not the data. Whether a bucket is there is asked with
 * HeadBucket, which takes the right to list the keys of its objects.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
export function readData(arns: EnvironmentArns): PolicyPart {
  return {
    name: 'read-data',
    statements: [
      {
        Sid: 'Tables',
        Action: [
          'dynamodb:DescribeTable',
          'dynamodb:DescribeContinuousBackups',
          'dynamodb:DescribeTimeToLive',
          'dynamodb:ListTagsOfResource',
        ],
        Resource: arns.tables,
      },
      {
        Sid: 'Buckets',
        Action: [
          's3:ListBucket',
          's3:GetAccelerateConfiguration',
          's3:GetBucketAcl',
          's3:GetBucketCORS',
          's3:GetBucketLogging',
          's3:GetBucketNotification',
          's3:GetBucketObjectLockConfiguration',
          's3:GetBucketOwnershipControls',
          's3:GetBucketPolicy',
          's3:GetBucketPublicAccessBlock',
          's3:GetBucketRequestPayment',
          's3:GetBucketTagging',
          's3:GetBucketVersioning',
          's3:GetBucketWebsite',
          's3:GetEncryptionConfiguration',
          's3:GetLifecycleConfiguration',
          's3:GetReplicationConfiguration',
        ],
        Resource: arns.buckets,
      },
      { Sid: 'Code', Action: ['s3:GetObject', 's3:GetObjectTagging'], Resource: arns.code },
      { Sid: 'Queues', Action: ['sqs:GetQueueAttributes', 'sqs:ListQueueTags'], Resource: arns.queues },
      {
        Sid: 'Topics',
        Action: ['sns:GetTopicAttributes', 'sns:GetSubscriptionAttributes', 'sns:ListTagsForResource'],
        Resource: arns.topics,
      },
      {
        Sid: 'Keys',
        Action: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'],
        Resource: arns.keys,
      },
      { Sid: 'KeyAliases', Action: ['kms:ListAliases'], Resource: ['*'] },
    ],
    exemptions: [
      {
        Action: ['kms:ListAliases'],
        reason: 'A list of the account: AWS knows no resource for it.',
        page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html',
      },
    ],
  };
}
