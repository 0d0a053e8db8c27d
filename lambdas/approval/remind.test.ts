import './fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { awsError } from '../fakes/step-functions';
import { metrics } from '../platform/observability';
import { ANN, BOB } from './fakes/environment';
import { click, open } from './fakes/http';
import { ApprovalWorld, EXECUTION, REQUEST } from './fakes/world';
import { linkIn } from './mail';

let world: ApprovalWorld;
const measured: Record<string, number> = {};
beforeEach(async () => {
  world = new ApprovalWorld();
  for (const name of Object.keys(measured)) delete measured[name];
  jest.spyOn(metrics, 'addMetric').mockImplementation((name, _, value) => {
    measured[name] = (measured[name] ?? 0) + value;
    return metrics;
  });
  await world.ask('token-1');
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const subjects = () => world.topic.to(ANN).map(({ Subject }) => Subject);

describe('an open request', () => {
  test('is reminded of once at each due time, and not between', async () => {
    const seen: number[] = [];
    for (let minute = 0; minute < 60; minute++) {
      await world.sweep();
      seen.push(world.topic.to(ANN).length);
      world.advance(60);
    }
    expect([seen[19], seen[20], seen[39], seen[40], seen[59]]).toEqual([1, 2, 2, 3, 3]);
    expect(subjects()[1]).toBe('Reminder: approval needed: Order A-1 over 5,000 EUR');
    expect(world.row()).toMatchObject({ status: 'open', reminders: 2, dueAt: world.row().expiresAt });
    expect(measured.StuckApprovals).toBe(0);
  });

  test('is reminded of once by two sweeps at once', async () => {
    world.advance(1_200);
    await Promise.all([world.sweep(), world.sweep()]);
    expect(world.topic.to(ANN)).toHaveLength(2);
  });

  test('gets a link of the newest key with a reminder', async () => {
    world.parameter.versions.push('f'.repeat(32));
    world.advance(1_200);
    await world.sweep();
    expect(world.linkOf(ANN).searchParams.get('key')).toBe('2');
    expect((await open(world.linkOf(ANN))).status).toBe(200);
  });

  test('is reminded of at the next due time when a mail was lost', async () => {
    world.topic.before = () => {
      throw awsError('InternalErrorException');
    };
    world.advance(1_200);
    await expect(world.sweep()).rejects.toMatchObject({ name: 'SweepIncomplete' });
    world.topic.before = () => undefined;
    world.advance(60);
    await world.sweep();
    expect(subjects()).toHaveLength(1);
    world.advance(1_200);
    await world.sweep();
    expect(subjects()).toHaveLength(2);
  });

  test.each(['ABORTED', 'FAILED', 'TIMED_OUT', 'SUCCEEDED'] as const)(
    'whose execution is %s is withdrawn, and nobody is reminded',
    async (status) => {
      const execution = world.sfn.executions.get(EXECUTION);
      if (execution) execution.status = status;
      world.advance(1_200);
      await world.sweep();
      expect(world.topic.mails).toHaveLength(2);
      expect(world.row()).toMatchObject({ status: 'withdrawn' });
      expect(world.row()).not.toHaveProperty('taskToken');
      expect(await open(world.linkOf(BOB))).toMatchObject({ status: 410, body: expect.stringContaining('has ended') });
      expect((await click(world.linkOf(BOB), 'approve')).status).toBe(410);
      expect(world.answers()).toEqual([]);
      await world.sweep();
      expect(world.db.rows('approvals')[0]).not.toHaveProperty('open');
    },
  );
});

test('a request of before a redrive, which has asked anew, is withdrawn: only the newer one is reminded of', async () => {
  const execution = world.sfn.executions.get(EXECUTION);
  if (execution) execution.redriveCount = 1;
  await world.ask('token-2', 0, REQUEST, 1);
  const [before = ''] = world.topic.to(ANN).map(({ Message }) => linkIn(Message).pathname);
  world.advance(1_200);
  await world.sweep();
  const statuses = world.db.rows('approvals').map(({ status, redrives }) => [redrives, status]);
  expect(statuses.sort()).toEqual([
    [0, 'withdrawn'],
    [1, 'open'],
  ]);
  expect(world.topic.to(ANN).map(({ Message }) => linkIn(Message).pathname === before)).toEqual([true, false, false]);
});

describe('the expiry', () => {
  test('fails the Task by name, once', async () => {
    world.advance(3_600);
    await Promise.all([world.sweep(), world.sweep()]);
    await world.sweep();
    const at = new Date().toISOString();
    expect(world.sfn.of('SendTaskFailure').at(0)).toEqual({
      taskToken: 'token-1',
      error: 'ApprovalExpired',
      cause: JSON.stringify({ at }),
    });
    expect(world.sfn.waiting.size).toBe(0);
    expect(world.row()).toMatchObject({ status: 'expired', decidedAt: at, delivery: 'delivered' });
    expect(measured).toMatchObject({ ApprovalsExpired: 1, StuckApprovals: 0 });
    expect(world.topic.mails).toHaveLength(2);
  });

  test('meets a Task that was tried again: the newer token is told', async () => {
    world.sfn.waiting.delete('token-1');
    world.sfn.before = async ({ input }) => {
      if (input.taskToken === 'token-1') await world.ask('token-2', 1);
    };
    world.advance(3_600);
    await world.sweep();
    expect(world.sfn.waiting.size).toBe(0);
    expect(world.row().delivery).toBe('delivered');
  });

  test('is tried again by the next sweep when Step Functions does not answer, and is stuck after a while', async () => {
    for (const _ of [1, 2]) {
      world.advance(1_200);
      await world.sweep();
    }
    world.advance(1_200);
    world.sfn.before = () => {
      throw awsError('ServiceUnavailable');
    };
    await expect(world.sweep()).rejects.toMatchObject({ name: 'SweepIncomplete' });
    expect(measured.StuckApprovals).toBe(0);
    world.advance(400);
    await expect(world.sweep()).rejects.toThrow('1 requests could not be looked at');
    expect(measured.StuckApprovals).toBe(1);
    world.sfn.before = () => undefined;
    await world.sweep();
    expect(world.sfn.waiting.size).toBe(0);
  });

  test('of a Task that is gone is recorded as undeliverable, and not tried again', async () => {
    world.sfn.waiting.clear();
    world.advance(3_600);
    await world.sweep();
    await world.sweep();
    expect(world.answers()).toHaveLength(1);
    expect(world.row()).toMatchObject({ status: 'expired', delivery: 'undeliverable' });
    expect(measured.ApprovalsUndeliverable).toBe(1);
  });
});

test('one request that cannot be looked at does not keep the others waiting', async () => {
  await world.ask('token-2', 0, { ...REQUEST, subject: 'Order A-2' });
  const [first = {}] = world.db.rows('approvals');
  world.db.put('approvals', { ...first, expiresAt: undefined });
  world.advance(3_600);
  await expect(world.sweep()).rejects.toMatchObject({ name: 'SweepIncomplete' });
  expect([...world.sfn.waiting]).toEqual(['token-1']);
});
