import type { PolicyExemption } from '../policy-exemption';

export const policyExemptions: readonly PolicyExemption[] = [
  {
    rules: ['right-used'],
    resources: ['*-event-intake'],
    problems: ['events:PutEvents on *', 'sqs:SendMessage on *-event-intake-kept'],
    reason: 'No device of the run is too hot, and every reading is stored.',
  },
];
