import { STATE_BUCKET_FOLDERS } from '@blueprint/env';
import type { EnvironmentArns } from './environment-arns';
import type { PolicyPart } from './github-role';
import { readStatements, stateStatements } from './plan-rights';
import type { StateBucket } from './state-bucket';

/**
 * What the role of applies may do: make, change and delete resources whose names begin as the environment's do, and no role that
 * could do more than the boundary.
 */
export function applyStatements(arns: EnvironmentArns, bucket: StateBucket, boundary: string): PolicyPart[] {
  const { plans, artifacts, deployments } = STATE_BUCKET_FOLDERS;
  return [
    {
      name: 'state',
      statements: [
        ...stateStatements(arns, bucket, ['s3:GetObject', 's3:PutObject']),
        { Sid: 'Plans', Action: ['s3:GetObject', 's3:PutObject'], Resource: [`${bucket.arn}/${plans}*`] },
        {
          Sid: 'WhatIsDeployed',
          Action: ['s3:GetObject', 's3:PutObject'],
          Resource: [`${bucket.arn}/${artifacts}*`, `${bucket.arn}/${deployments}*`],
        },
      ],
      // Buckets of the environment are its to change, but for this one.
      denied: {
        's3:PutBucket*': [bucket.arn],
        's3:DeleteBucket*': [bucket.arn],
        's3:PutLifecycleConfiguration': [bucket.arn],
      },
    },
    ...readStatements(arns),
    storagePart(arns),
    messagesPart(arns),
    workflowsPart(arns),
    rolesPart(arns, boundary),
  ];
}

function storagePart(arns: EnvironmentArns): PolicyPart {
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

function messagesPart(arns: EnvironmentArns): PolicyPart {
  return {
    name: 'write-messages',
    statements: [
      {
        Sid: 'Queues',
        Action: ['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:SetQueueAttributes', 'sqs:TagQueue', 'sqs:UntagQueue'],
        Resource: arns.queues,
      },
      {
        Sid: 'Topics',
        Action: [
          'sns:CreateTopic',
          'sns:DeleteTopic',
          'sns:SetSubscriptionAttributes',
          'sns:SetTopicAttributes',
          'sns:Subscribe',
          'sns:TagResource',
          'sns:Unsubscribe',
          'sns:UntagResource',
        ],
        Resource: arns.topics,
      },
      {
        Sid: 'Rules',
        Action: [
          'events:DeleteRule',
          'events:PutRule',
          'events:PutTargets',
          'events:RemoveTargets',
          'events:TagResource',
          'events:UntagResource',
        ],
        Resource: arns.rules,
      },
      {
        Sid: 'Alarms',
        Action: [
          'cloudwatch:DeleteAlarms',
          'cloudwatch:PutMetricAlarm',
          'cloudwatch:TagResource',
          'cloudwatch:UntagResource',
        ],
        Resource: arns.alarms,
      },
      {
        Sid: 'LogGroups',
        Action: [
          'logs:AssociateKmsKey',
          'logs:CreateLogGroup',
          'logs:DeleteLogGroup',
          'logs:DisassociateKmsKey',
          'logs:PutRetentionPolicy',
          'logs:TagResource',
          'logs:UntagResource',
        ],
        Resource: arns.logGroups,
      },
      { Sid: 'LogDeliveries', Action: LOG_DELIVERY, Resource: ['*'] },
    ],
    exemptions: [
      {
        Action: LOG_DELIVERY,
        reason: 'Who has a machine or an API log to a group makes a delivery, which has no ARN.',
        page: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
      },
    ],
  };
}

function workflowsPart(arns: EnvironmentArns): PolicyPart {
  return {
    name: 'write-workflows',
    statements: [
      {
        Sid: 'Functions',
        Action: [
          'lambda:AddPermission',
          'lambda:CreateAlias',
          'lambda:CreateFunction',
          'lambda:DeleteAlias',
          'lambda:DeleteFunction',
          'lambda:DeleteFunctionConcurrency',
          'lambda:DeleteFunctionEventInvokeConfig',
          'lambda:PublishVersion',
          'lambda:PutFunctionConcurrency',
          'lambda:PutFunctionEventInvokeConfig',
          'lambda:RemovePermission',
          'lambda:TagResource',
          'lambda:UntagResource',
          'lambda:UpdateAlias',
          'lambda:UpdateFunctionCode',
          'lambda:UpdateFunctionConfiguration',
          'lambda:UpdateFunctionEventInvokeConfig',
        ],
        Resource: arns.functions,
      },
      {
        Sid: 'EventSourceMappings',
        Action: ['lambda:DeleteEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
        Resource: arns.eventSourceMappings,
        Condition: { ArnLike: { 'lambda:FunctionArn': arns.functions } },
      },
      {
        Sid: 'TagsOfEventSourceMappings',
        Action: ['lambda:TagResource', 'lambda:UntagResource'],
        Resource: arns.eventSourceMappings,
      },
      {
        Sid: 'NewEventSourceMappings',
        Action: ['lambda:CreateEventSourceMapping'],
        Resource: ['*'],
        Condition: { ArnLike: { 'lambda:FunctionArn': arns.functions } },
      },
      {
        Sid: 'StateMachines',
        Action: [
          'states:CreateStateMachine',
          'states:CreateStateMachineAlias',
          'states:DeleteStateMachine',
          'states:DeleteStateMachineAlias',
          'states:DeleteStateMachineVersion',
          'states:PublishStateMachineVersion',
          'states:StartSyncExecution',
          'states:TagResource',
          'states:UntagResource',
          'states:UpdateStateMachine',
          'states:UpdateStateMachineAlias',
        ],
        Resource: arns.stateMachines,
      },
      {
        Sid: 'Apis',
        Action: [
          'apigateway:DELETE',
          'apigateway:PATCH',
          'apigateway:POST',
          'apigateway:PUT',
          'apigateway:TagResource',
        ],
        Resource: arns.apis,
      },
    ],
    exemptions: [
      {
        Action: ['lambda:CreateEventSourceMapping'],
        reason: 'A mapping has no ARN before it is made; its function must be one of the environment.',
        page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html',
      },
    ],
  };
}

function rolesPart(arns: EnvironmentArns, boundary: string): PolicyPart {
  return {
    name: 'write-roles',
    statements: [
      {
        Sid: 'RolesWithinTheBoundary',
        Action: ['iam:CreateRole', 'iam:DeleteRolePolicy', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'],
        Resource: arns.roles,
        Condition: { ArnEquals: { 'iam:PermissionsBoundary': boundary } },
      },
      {
        Sid: 'Roles',
        Action: [
          'iam:DeleteRole',
          'iam:ListInstanceProfilesForRole',
          'iam:TagRole',
          'iam:UntagRole',
          'iam:UpdateAssumeRolePolicy',
          'iam:UpdateRole',
          'iam:UpdateRoleDescription',
        ],
        Resource: arns.roles,
      },
      {
        Sid: 'HandOn',
        Action: ['iam:PassRole'],
        Resource: arns.roles,
        Condition: {
          StringEquals: {
            'iam:PassedToService': [
              'lambda.amazonaws.com',
              'states.amazonaws.com',
              'apigateway.amazonaws.com',
              'events.amazonaws.com',
            ],
          },
        },
      },
    ],
    denied: { 'iam:*': arns.deliveryIdentities },
  };
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

function taggedAs({ env }: EnvironmentArns) {
  return { StringEquals: { 'aws:ResourceTag/Environment': env.name, 'aws:ResourceTag/Application': env.app } };
}

function requestedTags({ env }: EnvironmentArns) {
  return { StringEquals: { 'aws:RequestTag/Environment': env.name, 'aws:RequestTag/Application': env.app } };
}
