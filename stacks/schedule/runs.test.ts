import '@blueprint/lambdas/fakes/environment';
import { lint } from '@blueprint/asl';
import { FakeDynamoDB } from '@blueprint/lambdas/fakes/dynamodb';
import { dynamodbTasks } from '@blueprint/lambdas/fakes/dynamodb-tasks';
import { dynamodb } from '@blueprint/lambdas/platform/dynamodb';
import { type Decision, decide, scheduleKey } from '@blueprint/lambdas/schedule/decide';
import { START } from '@blueprint/local/stepfunctions/testing/engine';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type AnsweredTask, type Answers, MachineUnderTest, named } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { schedule } from './definition';

const definition = schedule({ table: 'schedules', retentionDays: 7 });
const machine = new MachineUnderTest('schedule', definition);

const HOUR = 60 * 60;
const DAY = 24 * HOUR;
/** The time so many seconds after the start of an execution, 2026-01-01T00:00:00.000Z. */
const after = (seconds: number) => new Date(START + seconds * 1000).toISOString();

const order = { tenantCode: 'tenant1', orderId: 'order-1' };
const input = { schemaVersion: 1, ...order, requestId: 'request-1', executeAt: after(2 * HOUR) };

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});
const stored = () => db.row('schedules', 'TENANT#tenant1', 'ORDER#order-1');
const deciding = (decision: Decision) => decide(dynamodb, 'schedules', order, decision, 'user1');

/** Someone does something right before or after the machine has made its n-th call of a state. */
function meanwhile(
  state: keyof typeof definition.States,
  when: 'before' | 'after',
  act: () => unknown,
  n = 1,
): Answers {
  return {
    [state]: async (given: never, { attempt, request }: AnsweredTask) => {
      if (when === 'before' && attempt === n - 1) await act();
      const answer = await dynamodbTasks[request.resource as keyof typeof dynamodbTasks](given);
      if (when === 'after' && attempt === n - 1) await act();
      return answer;
    },
  };
}
const decidedAtLook = (look: number, decision: Decision) =>
  meanwhile('CheckApprovalStatus', 'before', () => deciding(decision), look);
const lostAnswer = (state: keyof typeof definition.States) =>
  meanwhile(state, 'after', () => {
    throw named('DynamoDB.InternalServerErrorException');
  });

/** Runs the order, or one that differs from it, while others do what they do. */
function run(overrides: object, ...others: readonly Answers[]) {
  return machine.run({ ...input, ...overrides }, Object.assign({}, dynamodbTasks, ...others));
}

test('the lint has nothing to say', () => {
  expect(lint(definition)).toEqual([]);
});

describe('an order', () => {
  test('that is approved is processed at its time, to the millisecond', async () => {
    const ran = await run({}, decidedAtLook(1, 'approved'));
    expect(ran).toMatchObject({
      status: 'SUCCEEDED',
      output: { orderId: 'order-1', processedAt: input.executeAt },
      seconds: 2 * HOUR,
    });
    expect(ran.states).toEqual([
      'CheckInput',
      'RequestApproval',
      'WaitForApproval',
      'CheckApprovalStatus',
      'IsApproved',
      'WaitUntilTimestamp',
      'ProcessOrder',
      'Processed',
    ]);
    expect(stored()).toMatchObject({ approval: 'approved', decidedBy: 'user1', processedAt: input.executeAt });
  });

  test.each([
    ['the past', after(-365 * DAY)],
    ['the time of the look', after(300)],
    ['a time before it', after(299)],
  ])('of %s is processed as soon as a look finds it approved', async (_, executeAt) => {
    const ran = await run({ executeAt }, decidedAtLook(1, 'approved'));
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { processedAt: after(300) }, seconds: 300 });
  });

  test('of a time months ahead waits for it', async () => {
    const executeAt = after(300 * DAY);
    const ran = await run({ executeAt }, decidedAtLook(1, 'approved'));
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { processedAt: executeAt }, seconds: 300 * DAY });
  });

  test('is processed once, however often it is scheduled', async () => {
    await run({}, decidedAtLook(1, 'approved'));
    const again = await run({});
    expect(again).toMatchObject({ status: 'SUCCEEDED', output: { processedAt: input.executeAt }, seconds: 2 * HOUR });
    expect(stored()).toMatchObject({ processedAt: input.executeAt, executeAt: input.executeAt });
  });

  test.each([
    ['earlier', after(0)],
    ['later', after(3 * HOUR)],
  ])(
    'is processed at the time that was approved, and at no %s one for which it is scheduled again',
    async (_, executeAt) => {
      const asked = meanwhile('RequestApproval', 'before', () =>
        db.put('schedules', { ...scheduleKey(order), approval: 'approved', executeAt: input.executeAt }),
      );
      const ran = await run({ executeAt }, asked);
      expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { processedAt: input.executeAt }, seconds: 2 * HOUR });
      expect(stored()).toMatchObject({ executeAt: input.executeAt });
    },
  );
});

describe('the approval', () => {
  test('is asked for in a row that ends days after the order’s time', async () => {
    await run({}, decidedAtLook(1, 'rejected'));
    expect(stored()).toMatchObject({
      requestId: 'request-1',
      requestedAt: after(0),
      executeAt: input.executeAt,
      ttl: START / 1000 + 288 * 300 + 7 * DAY,
    });
    await run({ orderId: 'order-2', executeAt: after(10 * DAY) });
    expect(db.row('schedules', 'TENANT#tenant1', 'ORDER#order-2')).toMatchObject({ ttl: START / 1000 + 17 * DAY });
  });

  test('is looked for every 300 s', async () => {
    const ran = await run({ executeAt: after(0) }, decidedAtLook(4, 'approved'));
    expect(ran).toMatchObject({ status: 'SUCCEEDED', seconds: 4 * 300 });
    expect(ran.states.filter((state) => state === 'WaitForApproval')).toHaveLength(4);
  });

  test('is looked for as often, and as far apart, as the input says', async () => {
    const ran = await run({ roundSeconds: DAY, rounds: 3 }, decidedAtLook(3, 'approved'));
    expect(ran).toMatchObject({ status: 'SUCCEEDED', seconds: 3 * DAY });
  });

  test('that was given before the first look counts', async () => {
    const ran = await run(
      {},
      meanwhile('RequestApproval', 'after', () => deciding('approved')),
    );
    expect(ran).toMatchObject({ status: 'SUCCEEDED', seconds: 2 * HOUR });
  });

  test('that is refused ends well, and nothing is processed', async () => {
    const ran = await run({}, decidedAtLook(2, 'rejected'));
    expect(ran).toMatchObject({
      status: 'SUCCEEDED',
      output: { orderId: 'order-1', approval: 'rejected' },
      seconds: 600,
    });
    expect(ran.states.at(-1)).toBe('Rejected');
    expect(stored()).not.toHaveProperty('processedAt');
  });

  test('whose row was deleted is withdrawn', async () => {
    const remove = () => db.remove('schedules', 'TENANT#tenant1', 'ORDER#order-1');
    const ran = await run({}, meanwhile('CheckApprovalStatus', 'before', remove));
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { approval: 'withdrawn' }, seconds: 300 });
    expect(stored()).toBeUndefined();
  });

  test('that nobody gives expires after 288 looks, a day later, and can’t be given any more', async () => {
    const ran = await run({});
    expect(ran).toMatchObject({
      status: 'FAILED',
      error: 'ApprovalExpired',
      cause: 'Order order-1 was not approved in 288 looks, 300 s apart. Schedule it anew under another orderId.',
      seconds: DAY,
    });
    expect(ran.states.filter((state) => state === 'CheckApprovalStatus')).toHaveLength(288);
    expect(stored()).toMatchObject({ approval: 'expired' });
    await expect(deciding('approved')).rejects.toThrow('it is expired, and that is final');
  });
});

describe('what meets', () => {
  test.each([
    ['approved', 'Processed'],
    ['rejected', 'Rejected'],
  ] as const)('the end of the rounds: an order %s first is so', async (decision, end) => {
    const ran = await run(
      { rounds: 2 },
      meanwhile('ExpireApproval', 'before', () => deciding(decision)),
    );
    expect(ran.states.at(-1)).toBe(end);
    expect(stored()).toMatchObject({ approval: decision });
  });

  test('a lost answer of the expiry and its retry: the order has expired', async () => {
    const ran = await run({ rounds: 2 }, lostAnswer('ExpireApproval'));
    expect(ran).toMatchObject({ status: 'FAILED', error: 'ApprovalExpired' });
    expect(ran.states.slice(-4)).toEqual(['ExpireApproval', 'CheckApprovalStatus', 'IsApproved', 'Expired']);
  });

  test('a rejection and the order’s time: an approval that was taken back before is none', async () => {
    const takenBack = meanwhile('ProcessOrder', 'before', () => deciding('rejected'));
    const ran = await run({}, decidedAtLook(1, 'approved'), takenBack);
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { approval: 'rejected' }, seconds: 2 * HOUR });
    expect(stored()).not.toHaveProperty('processedAt');
  });

  test('a lost answer of the processing and its retry: the order was processed once, at its time', async () => {
    const ran = await run({}, decidedAtLook(1, 'approved'), lostAnswer('ProcessOrder'));
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { processedAt: input.executeAt } });
    expect(ran.seconds).toBeGreaterThan(2 * HOUR);
  });
});

test('an input that breaks a rule is refused before anything is written or waited for', async () => {
  expect(await run({ rounds: 0 })).toMatchObject({
    status: 'FAILED',
    error: 'InvalidInput',
    cause: 'Nothing was scheduled: rounds must be a whole number from 1 to 1000.',
    states: ['CheckInput', 'InvalidInput'],
    seconds: 0,
  });
  expect(db.calls).toEqual([]);
});

test('a throttled call is tried again six times', async () => {
  const throttled = (failures: number): Answers => ({
    RequestApproval: (given, { attempt }) => {
      if (attempt < failures) throw named('DynamoDB.ProvisionedThroughputExceededException');
      return dynamodbTasks['dynamodb:updateItem'](given);
    },
  });
  expect(await run({}, decidedAtLook(1, 'approved'), throttled(6))).toMatchObject({ status: 'SUCCEEDED' });
  expect(await run({}, throttled(7))).toMatchObject({ status: 'FAILED', states: ['CheckInput', 'RequestApproval'] });
});

coversEveryTransition(machine);
