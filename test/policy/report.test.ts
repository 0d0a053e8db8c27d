import { describe, expect, test } from '@jest/globals';
import type { Violation } from './judgement';
import { asMarkdown, asText } from './report';

const finding = (stack: string, rule: string): Violation => ({
  rule,
  stack,
  resource: 'aws_sqs_queue.it',
  problem: 'is open',
});
const answers = [
  {
    who: '2 rules',
    stacks: ['dev-storage', 'dev-workflows', 'prod-workflows'],
    broken: [finding('prod-workflows', 'queue-encrypted')],
    exempted: [
      { ...finding('dev-storage', 'queue-encrypted'), reason: 'it is empty.' },
      { ...finding('dev-workflows', 'queue-tls-only'), reason: 'it is empty.' },
    ],
    stale: ['An exemption answers nothing.'],
  },
];

describe('the report', () => {
  test('counts by environment, gives each reason once, and says what is wrong', () => {
    expect(asText(answers).split('\n')).toEqual([
      'dev   2 rules: 2 findings exempted, 0 without a reason',
      'prod  2 rules: 0 findings exempted, 1 without a reason',
      '',
      'dev: queue-encrypted, queue-tls-only (2 findings)',
      '  it is empty.',
      '',
      'queue-encrypted: in prod-workflows, aws_sqs_queue.it is open',
      '',
      'An exemption answers nothing.',
    ]);
  });

  test('is a table in a comment', () => {
    const markdown = asMarkdown(answers);
    expect(markdown).toContain('| prod | 2 rules | 0 | 1 |');
    expect(markdown).toContain('- queue-encrypted: in prod-workflows, aws_sqs_queue.it is open');
    expect(markdown).toContain('- dev: queue-encrypted, queue-tls-only (2). it is empty.');
  });
});
