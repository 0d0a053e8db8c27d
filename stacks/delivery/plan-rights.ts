import { STATE_BUCKET_FOLDERS } from '@blueprint/env';
import type { Exemption } from '../constructs/exemptions';
import type { Statement } from '../constructs/policy';
import type { EnvironmentArns } from './environment-arns';
import type { PolicyPart } from './github-role';
import type { StateBucket } from './state-bucket';

/** The stacks that the pipeline plans and applies; the one of the pipeline itself is for people. */
const STACKS = ['storage', 'workflows'];

/** What the role of plans may do: read the settings of resources, never what is in tables, queues and buckets, and save a plan. */
export function planStatements(arns: EnvironmentArns, bucket: StateBucket): PolicyPart[] {
  const { plans, artifacts, deployments } = STATE_BUCKET_FOLDERS;
  return [
    {
      name: 'state',
      statements: [
        ...stateStatements(arns, bucket, ['s3:GetObject']),
        { Sid: 'SavePlans', Action: ['s3:PutObject'], Resource: [`${bucket.arn}/${plans}*`] },
        {
          Sid: 'WhatIsDeployed',
          Action: ['s3:GetObject'],
          Resource: [`${bucket.arn}/${artifacts}*`, `${bucket.arn}/${deployments}*`],
        },
      ],
    },
    ...readStatements(arns),
  ];
}

/**
 * Rights on the states and their lock objects.
 *
 * @param onStates what may be done with a state
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function stateStatements(
  { env }: EnvironmentArns,
  { arn, keyArn }: StateBucket,
  onStates: readonly string[],
): Statement[] {
  const states = STACKS.map((stack) => `${arn}/${env.name}-${stack}.tfstate`);
  return [
    { Sid: 'StateBucket', Action: ['s3:ListBucket'], Resource: [arn] },
    { Sid: 'States', Action: onStates, Resource: states },
    {
      Sid: 'Locks',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      Resource: states.map((state) => `${state}.tflock`),
    },
    ...(keyArn === undefined
      ? []
      : [
          {
            Sid: 'KeyOfStates',
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Resource: [keyArn],
            Condition: { StringEquals: { 'kms:ViaService': `s3.${env.region}.amazonaws.com` } },
          },
        ]),
  ];
}

/** Rights to read the settings of every resource that the stacks have, which Terraform does before each plan. */
export function readStatements(arns: EnvironmentArns): PolicyPart[] {
  return [
    {
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
      exemptions: LISTS,
    },
    {
      name: 'read-workflows',
      statements: [
        {
          Sid: 'Functions',
          Action: [
            'lambda:GetAlias',
            'lambda:GetFunction',
            'lambda:GetFunctionCodeSigningConfig',
            'lambda:GetFunctionConcurrency',
            'lambda:GetFunctionEventInvokeConfig',
            'lambda:GetPolicy',
            'lambda:ListTags',
            'lambda:ListVersionsByFunction',
          ],
          Resource: arns.functions,
        },
        {
          Sid: 'EventSourceMappings',
          Action: ['lambda:GetEventSourceMapping', 'lambda:ListTags'],
          Resource: arns.eventSourceMappings,
        },
        {
          Sid: 'StateMachines',
          Action: [
            'states:DescribeStateMachine',
            'states:DescribeStateMachineAlias',
            'states:ListStateMachineVersions',
            'states:ListTagsForResource',
          ],
          Resource: arns.stateMachines,
        },
        { Sid: 'Definitions', Action: ['states:ValidateStateMachineDefinition'], Resource: ['*'] },
        {
          Sid: 'Rules',
          Action: ['events:DescribeRule', 'events:ListTagsForResource', 'events:ListTargetsByRule'],
          Resource: arns.rules,
        },
        { Sid: 'Alarms', Action: ['cloudwatch:ListTagsForResource'], Resource: arns.alarms },
        { Sid: 'LogGroups', Action: ['logs:ListTagsForResource'], Resource: arns.logGroups },
        { Sid: 'Lists', Action: ['cloudwatch:DescribeAlarms', 'logs:DescribeLogGroups'], Resource: ['*'] },
        {
          Sid: 'Roles',
          Action: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
          Resource: arns.roles,
        },
        { Sid: 'Apis', Action: ['apigateway:GET'], Resource: arns.apis },
      ],
      exemptions: LISTS,
    },
  ];
}

/** What reads lists, or nothing that has a name yet. */
const LISTS: readonly Exemption[] = [
  {
    Action: ['states:ValidateStateMachineDefinition'],
    reason: 'The provider has each definition checked before the machine exists: AWS knows no resource for it.',
    page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html',
  },
  {
    Action: ['kms:ListAliases'],
    reason: 'A list of the account: AWS knows no resource for it.',
    page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html',
  },
  {
    Action: ['cloudwatch:DescribeAlarms', 'logs:DescribeLogGroups'],
    reason: 'The provider finds alarms and log groups through the lists of the account.',
    page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html',
  },
];
