import type { PolicyExemption } from '../policy-exemption';

export const policyExemptions: readonly PolicyExemption[] = [
  {
    rules: ['function-alarmed'],
    stacks: ['stg-*', 'prod-*'],
    resources: ['aws_lambda_function.image_resize_*', 'aws_lambda_function.image_thumbnail_*'],
    reason:
      'An original that can’t be used is an error of these functions, too; any other one fails the execution, which raises an alarm.',
  },
];
