import type { PolicyExemption } from '../policy-exemption';

export const policyExemptions: readonly PolicyExemption[] = [
  {
    rules: ['right-used'],
    resources: ['*-command-settle'],
    reason: 'It records that an execution of a command ended badly, and in a run none does.',
  },
  {
    rules: ['right-used'],
    resources: ['*-command-reconcile'],
    reason: 'It resumes commands that wait for nothing, and in a run none does: it may find no open one to look at.',
  },
  {
    rules: ['right-used'],
    resources: ['*-command-wait-prev-command'],
    problems: ['dynamodb:GetItem on *', 'states:SendTaskSuccess on *'],
    reason:
      'It has to look at the data, or to wake its own execution, only when the predecessor was settled in that very moment.',
  },
  {
    rules: ['right-used'],
    resources: ['*-command-finish', '*-command-sync-data', '*-command-http'],
    problems: ['dynamodb:GetItem on *'],
    reason: 'They read the row when their own write was refused: it is a repeat, or somebody else was first.',
  },
  {
    rules: ['right-used'],
    resources: ['*-command-trigger'],
    problems: ['sqs:SendMessage on *-command-rejected', 'sqs:SendMessage on *-command-stream-failures'],
    reason: 'What can’t be read, or is given up, is kept there, and in a run nothing is.',
  },
];
