import type { PolicyExemption } from '../policy-exemption';

export const policyExemptions: readonly PolicyExemption[] = [
  {
    rules: ['right-used'],
    resources: ['*-order-process-order', '*-order-process-payment', '*-order-refund-order'],
    problems: ['dynamodb:GetItem on *'],
    reason: 'They read the row when their own write was refused: it is a repeat, or somebody else was first.',
  },
  {
    rules: ['right-used'],
    resources: ['*-order-settle'],
    problems: ['dynamodb:* on *', 'sqs:SendMessage on *-order-settle-failures'],
    reason:
      'What it undoes depends on how far the stopped order of a run came; it reads the row when its own write was refused.',
  },
  {
    rules: ['right-used'],
    resources: ['*-order-http'],
    problems: ['dynamodb:BatchGetItem on *', 'dynamodb:Query on *', 'states:DescribeExecution on *'],
    reason: 'A run neither lists orders nor repeats a request; `npm run test:api` does.',
  },
  {
    rules: ['right-used'],
    resources: ['*-order-batch'],
    problems: ['states:StopExecution on *', 'dynamodb:GetItem on *'],
    reason: 'Step Functions stops the order of a batch that is stopped itself; the row of one is read when it failed.',
  },
];
