import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { awsError } from '../fakes/step-functions';
import { handler as assignCase } from './assign-case';
import { handler as closeCase } from './close-case';
import { handler as escalateCase } from './escalate-case';
import { caseEvent, caseFor, ENTERED_AT, EXECUTION, STARTED_AT, storeCase, storedCase } from './fakes/cases';
import { handler as openCase } from './open-case';
import { handler as workOnCase } from './work-on-case';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

const key = caseFor();
const description = 'My account is locked.';
const open = (execution?: string) => openCase(caseEvent({ ...key, description }, 'Open Case', execution));
const assign = () => assignCase(caseEvent(key, 'Assign Case'));
const work = (attempt = 0) => workOnCase(caseEvent({ ...key, attempt }, 'Work on Case'));
const close = () => closeCase(caseEvent({ ...key, attempt: 2 }, 'Close Case'));
const escalate = () => escalateCase(caseEvent({ ...key, attempt: 3 }, 'Escalate Case'));

describe('Open Case', () => {
  test('writes the row, and hands on the key without the description', async () => {
    expect(await open()).toEqual(key);
    expect(storedCase(db)).toEqual({
      pk: 'TENANT#tenant1',
      sk: 'CASE#case-1',
      status: 'opened',
      topic: 'login',
      description,
      attempts: 0,
      requestId: 'request-1',
      execution: EXECUTION,
      openedAt: STARTED_AT,
    });
  });

  test('repeated, whatever has become of the case since, changes nothing', async () => {
    storeCase(db, { status: 'in_progress', attempts: 2 });
    const before = storedCase(db);
    expect(await open()).toEqual(key);
    expect(storedCase(db)).toEqual(before);
  });

  test('of an id that another execution has opened is refused', async () => {
    storeCase(db);
    const before = storedCase(db);
    await expect(open(`${EXECUTION}-2`)).rejects.toMatchObject({
      name: 'CaseConflict',
      message: 'case case-1 of tenant tenant1 was opened by another execution. Choose another caseId.',
    });
    expect(storedCase(db)).toEqual(before);
  });
});

describe('Assign Case', () => {
  test('gives the case to the team of its topic', async () => {
    storeCase(db);
    expect(await assign()).toEqual({ ...key, attempt: 0 });
    expect(storedCase(db)).toMatchObject({ status: 'assigned', team: 'accounts', changedAt: ENTERED_AT });
  });
});

describe('Work on Case', () => {
  test.each([
    [0, { attempt: 1, attemptsLeft: 2, resolved: false }],
    [1, { attempt: 2, attemptsLeft: 1, resolved: true }],
    [2, { attempt: 3, attemptsLeft: 0, resolved: false }],
  ])('after %i attempts makes the next one', async (attempts, worked) => {
    storeCase(db, { status: attempts === 0 ? 'assigned' : 'in_progress', attempts });
    expect(await work(attempts)).toEqual({ ...key, ...worked });
    expect(storedCase(db)).toMatchObject({ status: 'in_progress', attempts: attempts + 1 });
  });

  test('records the answer when it has found one', async () => {
    storeCase(db, { status: 'in_progress', attempts: 1 });
    await work(1);
    expect(storedCase(db)).toMatchObject({
      article: 'unlock-account',
      answer: 'The account unlocks itself after 15 minutes.',
    });
  });

  test('repeated, because its answer was lost, ends alike and is counted once', async () => {
    storeCase(db, { status: 'assigned' });
    db.after = ({ operation }) => {
      if (operation === 'Update') throw awsError('TimeoutError');
    };
    await expect(work()).rejects.toThrow('TimeoutError');
    db.after = () => undefined;
    const before = storedCase(db);
    expect(await work()).toMatchObject({ attempt: 1, resolved: false });
    expect(storedCase(db)).toEqual(before);
    expect(before).toMatchObject({ attempts: 1 });
  });

  test('of an earlier attempt that comes late changes nothing', async () => {
    storeCase(db, { status: 'in_progress', attempts: 2 });
    const before = storedCase(db);
    await work(0);
    expect(storedCase(db)).toEqual(before);
  });

  test('says what is wrong with a row that was tampered with', async () => {
    storeCase(db, { description: 7 });
    await expect(work()).rejects.toMatchObject({
      name: 'CorruptRow',
      message: expect.stringContaining('the row of case case-1 is not as we write it: description:'),
    });
  });
});

describe('the ends', () => {
  test('Close Case closes it, and lets its row expire after the days of the environment', async () => {
    storeCase(db, { status: 'in_progress', attempts: 2 });
    expect(await close()).toEqual({ caseId: 'case-1', status: 'closed', attempts: 2 });
    const ttl = Date.parse(ENTERED_AT) / 1000 + 30 * 24 * 60 * 60;
    expect(storedCase(db)).toMatchObject({ status: 'closed', changedAt: ENTERED_AT, ttl });
  });

  test('Escalate Case records why, and lets the row stay', async () => {
    storeCase(db, { status: 'in_progress', attempts: 3 });
    const reason = 'none of the 3 articles about login answers it';
    expect(await escalate()).toEqual({ caseId: 'case-1', reason });
    expect(storedCase(db)).toMatchObject({ status: 'escalated', reason });
    expect(storedCase(db)).not.toHaveProperty('ttl');
  });
});

describe('a status never goes backwards', () => {
  test.each([
    ['assigned', assign],
    ['in_progress', assign],
    ['closed', assign],
    ['closed', work],
    ['escalated', work],
    ['closed', close],
    ['closed', escalate],
    ['escalated', close],
    ['escalated', escalate],
  ] as const)('%s stays, whoever comes late', async (status, late) => {
    storeCase(db, { status, attempts: 3, team: 'accounts' });
    const before = storedCase(db);
    await late();
    expect(storedCase(db)).toEqual(before);
  });

  test('nor does it skip one: a case that was not worked on is neither closed nor escalated', async () => {
    storeCase(db, { status: 'assigned' });
    await close();
    await escalate();
    expect(storedCase(db)).toMatchObject({ status: 'assigned' });
  });
});

test.each([assign, work, close, escalate])('a case without a row is missing, and none is made', async (late) => {
  await expect(late()).rejects.toMatchObject({
    name: 'CaseMissing',
    message: 'there is no row of case case-1 of tenant tenant1. Was it deleted?',
  });
  expect(db.rows('cases')).toEqual([]);
});

test('an error of DynamoDB is thrown on: the state retries', async () => {
  storeCase(db);
  db.before = () => {
    throw awsError('ThrottlingException');
  };
  await expect(assign()).rejects.toThrow('ThrottlingException');
});
