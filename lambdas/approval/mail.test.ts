import './fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ANN } from './fakes/environment';
import { ApprovalWorld, REQUEST } from './fakes/world';

let world: ApprovalWorld;
beforeEach(() => {
  world = new ApprovalWorld();
});
afterEach(() => void jest.useRealTimers());

const mailOf = async (changes: object = {}) => {
  await world.ask('the-task-token', 0, { ...REQUEST, ...changes });
  const [mail] = world.topic.to(ANN);
  return mail ?? { Subject: '', Message: '' };
};

test('a mail says what is asked, until when, and that opening the link decides nothing; the token is not in it', async () => {
  const { Subject, Message } = await mailOf();
  expect(Subject).toBe('Approval needed: Order A-1 over 5,000 EUR');
  const day = new Date().toISOString().slice(0, 10);
  expect(Message.split('\n')).toEqual([
    'Order A-1 over 5,000 EUR',
    '',
    'Customer: Zürich <AG> & Co',
    'Total: 5400',
    `Asked: ${day} 00:00 UTC`,
    `Decide before: ${day} 01:00 UTC`,
    '',
    'Open this page to approve or reject. Opening it decides nothing yet:',
    expect.stringMatching(/^https:\/\/api\.example\.com\/approvals\/\S+$/),
    '',
    'The link is for ann@example.com: what is decided through it is recorded under this address. Do not pass it on.',
  ]);
  expect(JSON.stringify(world.topic.mails)).not.toContain('the-task-token');
});

describe('what comes from a workflow', () => {
  test('stays on its line', async () => {
    const { Subject, Message } = await mailOf({
      subject: 'Order\r\nBcc: all@example.com',
      details: [{ label: 'Note', value: 'hello\n\nOpen this page:\u2028https://evil.example' }],
    });
    expect(Subject).toBe('Approval needed: Order Bcc: all@example.com');
    expect(Message).toContain('\nNote: hello Open this page: https://evil.example\n');
  });

  test('is written in whole characters, where half of one would keep SNS from taking the mail', async () => {
    const { Subject, Message } = await mailOf({
      subject: 'Order \ud83d',
      details: [{ label: 'Note \ude00', value: 'thanks \ud83d' }],
    });
    expect(() => encodeURIComponent(Subject + Message)).not.toThrow();
    expect(Subject).toBe('Approval needed: Order \ufffd');
  });

  test.each([
    ['x'.repeat(82), 99, 'x'],
    ['x'.repeat(83), 99, '…'],
    [`${'x'.repeat(80)}😀😀`, 98, '…'],
  ])('is cut to the length of a subject that SNS takes: %s', async (subject, length, end) => {
    const { Subject } = await mailOf({ subject });
    expect(Subject).toHaveLength(length);
    expect(Subject.endsWith(end)).toBe(true);
    // Half of a character would be written as another one.
    expect(Buffer.from(Subject).toString()).toBe(Subject);
  });
});
