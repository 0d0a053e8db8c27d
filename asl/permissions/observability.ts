import type { SourcedGrant } from './statements';

/**
 * Delivering an execution's log entries to CloudWatch Logs.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
export const logDelivery: SourcedGrant = {
  actions: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  resources: ['*'],
  reason: 'The log delivery actions have no resource types: CloudWatch Logs evaluates them against * only.',
  page: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
};

/**
 * Sending traces to X-Ray.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
 */
export const tracing: SourcedGrant = {
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
  resources: ['*'],
  reason: 'Traces belong to no resource: X-Ray evaluates these actions against * only.',
  page: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html',
};
