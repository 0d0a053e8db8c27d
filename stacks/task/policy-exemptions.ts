import type { PolicyExemption } from '../policy-exemption';

export const policyExemptions: readonly PolicyExemption[] = [
  {
    rules: ['right-used'],
    resources: ['*-task-settle'],
    reason: 'It records that an execution of a task ended badly, and in a run none does.',
  },
  {
    rules: ['right-used'],
    resources: ['*-task-item-failed'],
    reason: 'It records an item that task/iterator could not, and in a run there is none.',
  },
  {
    rules: ['right-used'],
    resources: ['*-task-handler', '*-task-handler-distributed'],
    problems: ['lambda:InvokeFunction on *-task-item-failed:live'],
    reason: 'They invoke it for an item that task/iterator could not record.',
  },
  {
    rules: ['right-used'],
    resources: ['*-task-settle-task'],
    problems: ['dynamodb:Query on *', 'dynamodb:PutItem on *'],
    reason: 'It records items as lost whose child execution ended before it could.',
  },
  {
    rules: ['right-used'],
    resources: ['*-task-iterator'],
    problems: ['dynamodb:GetItem on *-data'],
    reason: 'The tasks of a run are labels for addresses; those that check prices read entities.',
  },
  {
    rules: ['right-used'],
    resources: ['*-task-handler-distributed'],
    problems: ['states:DescribeExecution on *', 'states:StopExecution on *', 'states:RedriveExecution on *'],
    reason: 'Step Functions wants these to stop, redrive and describe the children of a map run.',
  },
  {
    rules: ['right-used'],
    resources: ['*-task-trigger'],
    problems: ['sqs:SendMessage on *-task-rejected', 'sqs:SendMessage on *-task-stream-failures'],
    reason: 'What can’t be read, or is given up, is kept there, and in a run nothing is.',
  },
];
