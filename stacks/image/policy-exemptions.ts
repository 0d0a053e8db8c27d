import type { PolicyExemption } from '../policy-exemption';

export const policyExemptions: readonly PolicyExemption[] = [
  {
    rules: ['function-alarmed'],
    stacks: ['stg-*', 'prod-*'],
    resources: ['aws_lambda_function.image_resize_*', 'aws_lambda_function.image_thumbnail_*'],
    reason:
      'An original that can’t be used is an error of these functions, too; any other one fails the execution, which raises an alarm.',
  },
  {
    rules: ['right-used'],
    resources: ['*-image-resize', '*-image-thumbnail'],
    problems: ['s3:ListBucket on *'],
    reason: 'With it S3 says of an original that is gone that it is not there; in a run all are.',
  },
  {
    rules: ['right-used'],
    resources: ['*-image-start'],
    problems: ['states:DescribeExecution on *'],
    reason: 'It compares a start with one that was made before, and no message of a run comes twice.',
  },
];
