import type { EnvironmentArns } from '../environment-arns';
import type { PolicyPart } from '../github-role';

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

/** To make and change what carries messages and tells of them: queues, topics, rules, alarms and log groups. */
export function writeMessages(arns: EnvironmentArns): PolicyPart {
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
