import type { PolicyExemption } from '@blueprint/stacks/policy-exemption';

/** Checks of checkov that none of our rules repeats, and that the stacks of every environment fail for a reason. */
export const CHECKOV_EXEMPTIONS: readonly PolicyExemption[] = [
  {
    rules: ['CKV_AWS_115'],
    stacks: ['*-workflows'],
    reason:
      'Reserving concurrency for each function takes it from all others. What needs a bound has one in `concurrency`; queues and streams bound their readers.',
  },
  {
    rules: ['CKV_AWS_116'],
    stacks: ['*-workflows'],
    reason:
      'Functions that events invoke have an on-failure destination, which tells more (function-failures-kept); all others have a caller that sees the error.',
  },
  {
    rules: ['CKV_AWS_117'],
    stacks: ['*-workflows'],
    reason: 'Functions call AWS by its API, with rights of their own, and nothing that lies in a VPC.',
  },
  {
    rules: ['CKV_AWS_173'],
    stacks: ['*-workflows'],
    reason: 'Lambda encrypts variables in any case, and no secret is in them (function-environment-without-secrets).',
  },
  {
    rules: ['CKV_AWS_272'],
    stacks: ['*-workflows'],
    reason:
      'The stack names the SHA-256 of each function’s code. Who could put another code in its place may change the function, too.',
  },
  {
    rules: ['CKV_AWS_285'],
    stacks: ['prod-*'],
    reason:
      'The check asks for inputs and outputs in the log. They hold task tokens and personal data (machine-logs-without-data).',
  },
  {
    rules: ['CKV_AWS_338'],
    stacks: ['*-workflows'],
    reason:
      'Logs name people: they are kept as long as somebody looks into them, by `retention` of the environment, and no year.',
  },
  {
    rules: ['CKV_AWS_18'],
    stacks: ['*-storage', '*-delivery'],
    reason:
      'Only roles that a stack names may read objects. Who must know of each read has CloudTrail log the events of data, which are complete.',
  },
  {
    rules: ['CKV_AWS_144'],
    stacks: ['*-storage', '*-delivery'],
    reason: 'This project is of one region. One that must outlive a region replicates tables and buckets alike.',
  },
  {
    rules: ['CKV2_AWS_62'],
    stacks: ['*-storage', '*-delivery'],
    reason:
      'Where an upload starts something, the workflows’ stack asks for notifications; nobody waits for any other object.',
  },
];
