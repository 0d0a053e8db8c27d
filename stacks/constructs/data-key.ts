import type { Construct } from 'constructs';
import { EncryptionKey } from './encryption-key';
import { EnvironmentStack } from './environment-stack';

/**
 * The key of an environment's data. The three services that use it in their own name are let in for this project's log groups, event
 * rules and buckets only.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
export class DataKey extends EncryptionKey {
  constructor(scope: Construct, id: string) {
    const stack = EnvironmentStack.of(scope);
    super(scope, id, {
      name: 'data',
      of: 'Data',
      isKept: stack.env.protection.deletion,
      statements: services(stack),
    });
  }
}

function services(stack: EnvironmentStack): readonly object[] {
  const { account, region } = stack.env;
  return [
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
  ];
}
