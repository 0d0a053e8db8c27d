import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';

/**
 * The customer managed key of an environment, rotated every year. IAM policies of the account decide who uses it; the three
 * services that use it in their own name are let in for this project's log groups, event rules and buckets only.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = EnvironmentStack.of(this);
    const key = new KmsKey(this, 'key', {
      description: `Data of ${stack.env.app} in ${stack.env.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: keyPolicy(stack),
      ...(stack.env.protection.deletion && { lifecycle: { preventDestroy: true } }),
    });
    new KmsAlias(this, 'alias', { name: `alias/${stack.resourceName('data')}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/** In a key policy `*` is the key itself. */
function keyPolicy(stack: EnvironmentStack): string {
  const { account, region } = stack.env;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'IamPoliciesOfTheAccountDecide',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'LogGroups',
        Effect: 'Allow',
        Principal: { Service: `logs.${region}.amazonaws.com` },
        Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        Resource: '*',
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': [
              '/aws/lambda/',
              '/aws/vendedlogs/states/',
              '/aws/vendedlogs/apis/',
            ].map((folder) => stack.arn('logs', `log-group:${folder}${stack.resourceName('*')}`)),
          },
        },
      },
      {
        Sid: 'EventRulesToQueues',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
        Condition: { ArnLike: { 'aws:SourceArn': stack.arn('events', `rule/${stack.resourceName('*')}`) } },
      },
      {
        Sid: 'BucketNotificationsToQueues',
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
        Condition: {
          ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${stack.resourceName('*')}` },
          StringEquals: { 'aws:SourceAccount': account },
        },
      },
    ],
  });
}
