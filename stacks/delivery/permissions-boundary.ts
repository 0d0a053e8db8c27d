import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { EnvironmentArns } from './environment-arns';

/**
 * The most that a role made by the pipeline can do, whatever its own policy says: use this environment's resources. It grants nothing. IAM,
 * the Terraform states and other environments stay out of reach of whoever changes a policy in an artifact.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export class PermissionsBoundary extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, arns: EnvironmentArns) {
    super(scope, id);
    this.arn = new IamPolicy(this, 'policy', {
      name: EnvironmentStack.of(this).resourceName('delivery-boundary'),
      description: 'The most that functions and state machines can do',
      policy: JSON.stringify(boundary(arns)),
    }).arn;
  }
}

function boundary(arns: EnvironmentArns) {
  const { region, account } = arns.env;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OwnResources',
        Effect: 'Allow',
        Action: [
          'dynamodb:*',
          's3:*',
          'sqs:*',
          'sns:*',
          'states:*',
          'lambda:InvokeFunction',
          'logs:*',
          'ssm:GetParameter',
          'execute-api:Invoke',
        ],
        Resource: [
          ...arns.tables,
          ...arns.buckets,
          ...arns.queues,
          ...arns.topics,
          ...arns.stateMachines,
          ...arns.executions,
          ...arns.functions,
          ...arns.logGroups,
          ...arns.parameters,
          ...arns.apiCalls,
        ],
      },
      {
        Sid: 'Keys',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncrypt*'],
        Resource: arns.keys,
      },
      {
        Sid: 'RuleOfNestedExecutions',
        Effect: 'Allow',
        Action: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        Resource: [`arn:aws:events:${region}:${account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`],
      },
      {
        Sid: 'DefaultBus',
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: `arn:aws:events:${region}:${account}:event-bus/default`,
      },
      {
        // What AWS evaluates against * only: traces, vended logs, and tasks by their token.
        Sid: 'WithoutResource',
        Effect: 'Allow',
        Action: [
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
          'logs:*LogDelivery',
          'logs:ListLogDeliveries',
          'logs:PutResourcePolicy',
          'logs:DescribeResourcePolicies',
          'logs:DescribeLogGroups',
          'states:SendTask*',
        ],
        Resource: '*',
      },
      {
        Sid: 'NotTheStates',
        Effect: 'Deny',
        Action: 's3:*',
        Resource: [arns.stateBucket, arns.otherStateBuckets].flatMap((bucket) => [bucket, `${bucket}/*`]),
      },
    ],
  };
}
