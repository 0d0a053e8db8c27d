import '@blueprint/lambdas/support-case/fakes/environment';
import { lint } from '@blueprint/asl';
import { FakeDynamoDB } from '@blueprint/lambdas/fakes/dynamodb';
import { handler as assignCase } from '@blueprint/lambdas/support-case/assign-case';
import { handler as closeCase } from '@blueprint/lambdas/support-case/close-case';
import { handler as escalateCase } from '@blueprint/lambdas/support-case/escalate-case';
import { handler as openCase } from '@blueprint/lambdas/support-case/open-case';
import { handler as workOnCase } from '@blueprint/lambdas/support-case/work-on-case';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type AnsweredTask, type Answers, functionArn, MachineUnderTest, named } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { supportCase } from './definition';

const machine = new MachineUnderTest('support-case', supportCase(functionArn));

/** The deployed handlers: each gets the Payload that its state sends. */
const handlers: Answers = {
  'support-case/open-case': invoke(openCase),
  'support-case/assign-case': invoke(assignCase),
  'support-case/work-on-case': invoke(workOnCase),
  'support-case/close-case': invoke(closeCase),
  'support-case/escalate-case': invoke(escalateCase),
};

function invoke(handler: (event: never) => Promise<unknown>) {
  return (_: never, { request }: AnsweredTask) => handler((request.arguments as { Payload: never }).Payload);
}

const name = { schemaVersion: 1, tenantCode: 'tenant1', requestId: 'request-1', caseId: 'case-1' };
const billing = (description: string) => ({ ...name, topic: 'billing', description });

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});
const stored = () => db.row('cases', 'TENANT#tenant1', 'CASE#case-1');

test('the lint has nothing to say', () => {
  expect(lint(supportCase(functionArn))).toEqual([]);
});

describe('a case', () => {
  test('that the first article answers is closed after one attempt', async () => {
    const ran = await machine.run(billing('My card was declined.'), handlers);
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { caseId: 'case-1', status: 'closed', attempts: 1 } });
    expect(ran.states).toEqual([
      'Is Fixture',
      'Open Case',
      'Assign Case',
      'Work on Case',
      'Is Case Resolved',
      'Close Case',
    ]);
    expect(stored()).toMatchObject({ status: 'closed', team: 'payments', attempts: 1, article: 'declined-card' });
  });

  test('that needs another attempt goes back to work, and is closed then', async () => {
    const ran = await machine.run(billing('You charged me twice!'), handlers);
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { attempts: 2 } });
    expect(ran.states.filter((state) => state === 'Work on Case')).toHaveLength(2);
    expect(stored()).toMatchObject({ status: 'closed', attempts: 2, article: 'charged-twice' });
  });

  test('that no article answers is escalated once all were tried, and fails the execution', async () => {
    const ran = await machine.run(billing('I want it in gold.'), handlers);
    expect(ran).toMatchObject({
      status: 'FAILED',
      error: 'CaseEscalated',
      cause: 'Engage Tier 2 Support. Case case-1: none of the 2 articles about billing answers it',
    });
    expect(ran.states.slice(-2)).toEqual(['Escalate Case', 'Fail']);
    expect(stored()).toMatchObject({ status: 'escalated', attempts: 2 });
    expect(stored()).not.toHaveProperty('ttl');
  });
});

describe('a fixture', () => {
  test.each([
    ['resolved', 'SUCCEEDED', 'Resolved Fixture', { topic: 'login', status: 'closed', article: 'unlock-account' }],
    ['escalated', 'FAILED', 'Escalated Fixture', { topic: 'delivery', status: 'escalated' }],
  ])('%s ends as it says, from input alone', async (fixture, status, state, row) => {
    const ran = await machine.run({ ...name, fixture }, handlers);
    expect(ran.status).toBe(status);
    expect(ran.states.slice(0, 3)).toEqual(['Is Fixture', state, 'Open Case']);
    expect(stored()).toMatchObject(row);
  });

  test('that nobody knows is refused before anything is written', async () => {
    const ran = await machine.run({ ...name, fixture: 'closed' }, handlers);
    expect(ran).toMatchObject({ status: 'FAILED', error: 'InvalidEvent' });
    expect(ran.cause).toContain('input.topic');
    expect(stored()).toBeUndefined();
  });
});

describe('work that fails', () => {
  const failing = (failures: number, error: Error): Answers => ({
    ...handlers,
    'Work on Case': (input, task) => {
      if (task.attempt < failures) throw error;
      return invoke(workOnCase)(input, task);
    },
  });

  test('is tried again after 2, 4 and 8 s, and counted once', async () => {
    const ran = await machine.run(billing('card declined'), failing(3, named('TimeoutError')));
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { attempts: 1 }, seconds: 14 });
    expect(stored()).toMatchObject({ attempts: 1 });
  });

  test('for good fails there, where a redrive resumes', async () => {
    const ran = await machine.run(billing('card declined'), failing(4, named('TimeoutError')));
    expect(ran).toMatchObject({ status: 'FAILED', error: 'TimeoutError' });
    expect(ran.states.at(-1)).toBe('Work on Case');
    expect(stored()).toMatchObject({ status: 'assigned', attempts: 0 });
  });

  test('in a way that no retry can mend is not tried again', async () => {
    const ran = await machine.run(billing('card declined'), failing(1, named('CaseMissing')));
    expect(ran).toMatchObject({ status: 'FAILED', error: 'CaseMissing', seconds: 0 });
  });
});

test('a second execution for the same case changes nothing of it', async () => {
  await machine.run(billing('card declined'), handlers);
  db.put('cases', { ...stored(), execution: 'arn:aws:states:ap-northeast-1:000000000000:execution:other:1' });
  const before = stored();
  expect(await machine.run(billing('charged twice'), handlers)).toMatchObject({
    status: 'FAILED',
    error: 'CaseConflict',
  });
  expect(stored()).toEqual(before);
});

coversEveryTransition(machine);
