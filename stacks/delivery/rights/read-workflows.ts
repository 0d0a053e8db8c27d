import type { EnvironmentArns } from '../environment-arns';
import type { PolicyPart } from '../github-role';

/** The settings of functions, machines and what goes with them, which Terraform reads before each plan. */
export function readWorkflows(arns: EnvironmentArns): PolicyPart {
  return {
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
    exemptions: [
      {
        Action: ['states:ValidateStateMachineDefinition'],
        reason: 'The provider has each definition checked before the machine exists: AWS knows no resource for it.',
        page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html',
      },
      {
        Action: ['cloudwatch:DescribeAlarms', 'logs:DescribeLogGroups'],
        reason: 'The provider finds alarms and log groups through the lists of the account.',
        page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html',
      },
    ],
  };
}
