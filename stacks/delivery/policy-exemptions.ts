import type { PolicyExemption } from '../policy-exemption';

export const policyExemptions: readonly PolicyExemption[] = [
  {
    rules: ['policy-names-actions', 'policy-names-resources'],
    resources: ['aws_iam_policy.boundary_policy_*'],
    reason:
      'It grants nothing: it is the most that the roles may do which the pipeline makes, whose own policies name both.',
  },
  {
    rules: ['policy-names-resources'],
    resources: ['aws_iam_policy.plan_*', 'aws_iam_policy.apply_*'],
    problems: ['allows kms:* on arn:aws:kms:*:key/*'],
    reason:
      'A key’s ARN is made of an id that is not known before. Who changes or uses one is asked for its tags; settings hold no data.',
  },
  {
    rules: ['policy-names-resources'],
    resources: ['aws_iam_policy.plan_*', 'aws_iam_policy.apply_*'],
    problems: ['allows lambda:* on arn:aws:lambda:*:event-source-mapping:*'],
    reason:
      'A mapping’s ARN is made of an id that is not known before. What changes one wants a function of the environment behind it, what tags one the environment’s tags.',
  },
  {
    rules: ['policy-names-resources'],
    resources: ['aws_iam_policy.plan_*', 'aws_iam_policy.apply_*'],
    problems: ['apis', 'tags'].map((path) => `allows apigateway:* on arn:aws:apigateway:*::/${path}/*`),
    reason:
      'An HTTP API’s ARN is made of an id that is not known before, its routes and integrations bear no tags, and tags have an ARN of their own.',
  },
  {
    rules: ['policy-names-resources'],
    resources: ['aws_iam_policy.apply_*'],
    problems: ['allows kms:CreateKey on *', 'allows lambda:CreateEventSourceMapping on *'],
    reason: 'There is no ARN before it is made: conditions ask for the environment’s tags, and for a function of it.',
  },
  {
    rules: ['policy-names-resources'],
    resources: ['aws_iam_policy.apply_*'],
    problems: ['allows logs:* on *'],
    reason: 'Who has a machine or an API log to a group makes a delivery, which has no ARN.',
  },
  {
    rules: ['policy-names-resources'],
    resources: ['aws_iam_policy.plan_*', 'aws_iam_policy.apply_*'],
    problems: ['kms:ListAliases', 'cloudwatch:DescribeAlarms', 'logs:DescribeLogGroups'].map(
      (action) => `allows ${action} on *`,
    ),
    reason: 'AWS lists these for the whole account only. They are settings, and hold no data.',
  },
  {
    rules: ['policy-names-resources'],
    resources: ['aws_iam_policy.plan_*', 'aws_iam_policy.apply_*'],
    problems: ['allows states:ValidateStateMachineDefinition on *'],
    reason: 'A definition that is validated is no resource yet.',
  },
  {
    rules: ['CKV_AWS_356'],
    resources: ['aws_iam_policy.plan_read-workflows_*', 'aws_iam_policy.apply_read-workflows_*'],
    reason: 'policy-names-resources has an exemption for each action that may stand on every resource.',
  },
];
