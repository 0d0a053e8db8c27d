import './fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { dynamodb } from '../platform/dynamodb';
import { decide, expire, withdraw } from './decide';
import { ANN, BOB } from './fakes/environment';
import { ApprovalWorld } from './fakes/world';

let world: ApprovalWorld;
let id: string;
beforeEach(async () => {
  world = new ApprovalWorld();
  id = await world.ask('token-1');
});
afterEach(() => void jest.useRealTimers());

/** Ms of the clock, so many seconds after the request; the world's own stands still. */
const at = (seconds: number) => Date.now() + seconds * 1_000;
const approve = (now: number) =>
  decide(dynamodb, 'approvals', id, { status: 'approved', decidedBy: ANN, reason: undefined }, now);

// Callers look at the row first, on clocks of their own: the conditions hold whatever they believe.
describe('the write itself', () => {
  test('decides until the last millisecond, and not at the expiry', async () => {
    for (const late of [3_600, 3_601]) expect(await approve(at(late))).toBeUndefined();
    expect(world.row().status).toBe('open');
    expect(await approve(at(3_599.999))).toMatchObject({ status: 'approved', decidedBy: ANN, taskToken: 'token-1' });
  });

  test('expires from the expiry on, and not before', async () => {
    expect(await expire(dynamodb, 'approvals', id, at(3_599.999))).toBeUndefined();
    expect(world.row().status).toBe('open');
    expect(await expire(dynamodb, 'approvals', id, at(3_600))).toMatchObject({ status: 'expired' });
  });

  test('changes no decision', async () => {
    await approve(at(1));
    const before = world.row();
    const reject = { status: 'rejected', decidedBy: BOB, reason: 'late' } as const;
    expect(await decide(dynamodb, 'approvals', id, reject, at(2))).toBeUndefined();
    expect(await expire(dynamodb, 'approvals', id, at(3_600))).toBeUndefined();
    expect(await withdraw(dynamodb, 'approvals', before, at(2))).toBe(false);
    expect(world.row()).toEqual(before);
  });

  test('withdraws nothing that a newer attempt waits for', async () => {
    const seen = world.row();
    await world.ask('token-2', 1);
    expect(await withdraw(dynamodb, 'approvals', seen, at(1))).toBe(false);
    expect(world.row()).toMatchObject({ status: 'open', taskToken: 'token-2' });
  });

  test('brings no row back that was removed', async () => {
    const { taskToken } = world.row();
    const [stored] = world.db.rows('approvals');
    world.db.remove('approvals', String(stored?.pk), String(stored?.sk));
    expect(await approve(at(1))).toBeUndefined();
    expect(await withdraw(dynamodb, 'approvals', { id, taskToken }, at(1))).toBe(false);
    expect(world.db.rows('approvals')).toEqual([]);
  });
});
