import { expect, test } from '@jest/globals';
import { bodyLength } from './body-length';

const ID = '00000000-0000-0000-0000-000000000000';

// Lengths that executions recorded on AWS show.
test.each([
  ['SQS', 'json', { MD5OfMessageBody: '0'.repeat(32), MessageId: ID }, 106],
  ['SNS', 'query', { MessageId: ID }, 294],
  ['a FIFO topic of SNS', 'query', { MessageId: ID, SequenceNumber: '10000000000000000000' }, 352],
] as const)('the body of an answer of %s', (_, protocol, output, length) => {
  expect(bodyLength(protocol, output, ID)).toBe(length);
});
