import type { PolicyExemption } from '../policy-exemption';

export const policyExemptions: readonly PolicyExemption[] = [
  {
    rules: ['function-alarmed'],
    stacks: ['stg-*', 'prod-*'],
    resources: ['aws_lambda_function.*finalize-parent-job_*'],
    reason: 'Its attempts fail for as long as rows are pending: that is how it waits. The execution raises the alarm.',
  },
  {
    rules: ['right-used'],
    resources: ['*-import-csv-settle'],
    reason: 'It records that an execution of an import ended badly, and in a run none does.',
  },
  {
    rules: ['right-used'],
    resources: ['*-import-csv-row-settled'],
    reason:
      'It is told of rows that had to wait for commands on the same entity; a run imports rows that nobody else changes.',
  },
  {
    rules: ['right-used'],
    resources: ['*-import-csv-start'],
    problems: ['dynamodb:* on *', 's3:*Object on *', 's3:AbortMultipartUpload on *', 's3:ListBucket on *'],
    reason:
      'In the mode DIRECT it takes the rows in by itself. A run imports files, which the machine reads; each event of S3 names a version.',
  },
  {
    rules: ['right-used'],
    resources: ['*-import-csv-apply-rows', '*-import-csv-finalize-parent-job'],
    problems: ['dynamodb:* on *', 's3:* on *', 'sqs:SendMessage on *-import-csv-stream-failures'],
    reason:
      'They compete with commands on the same entities, apply what was left of a batch, and merge rejects. A run has no such rows, or few.',
  },
  {
    rules: ['right-used'],
    resources: ['*-import-csv'],
    problems: ['states:DescribeExecution on *', 'states:StopExecution on *', 'states:RedriveExecution on *'],
    reason: 'Step Functions wants these to stop, redrive and describe the children of a map run.',
  },
  {
    rules: ['right-used'],
    resources: ['*-import-csv'],
    problems: ['s3:GetObject on */results/*', 's3:AbortMultipartUpload on *', 's3:ListMultipartUploadParts on *'],
    reason: 'Step Functions wants these to put the results of many children together.',
  },
];
