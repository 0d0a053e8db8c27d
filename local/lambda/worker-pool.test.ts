import { beforeEach, describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../stepfunctions';
import type { DeployedFunction } from './deployed-function';
import type { FunctionWorker } from './worker';
import { WorkerPool } from './worker-pool';

const NOON = Date.UTC(2026, 0, 1, 12);
const fn = (name: string) => ({ name, fingerprint: name }) as DeployedFunction;

describe('a pool that is full', () => {
  let clock: VirtualClock;
  let pool: WorkerPool;
  /** Names of functions whose worker was ended to make room. */
  let ended: string[];

  beforeEach(() => {
    clock = new VirtualClock(NOON);
    ended = [];
    const start = async (fn: DeployedFunction) =>
      ({
        fn,
        dead: false,
        expiresAt: NOON + 3_600_000,
        idleSince: 0,
        terminate: () => ended.push(fn.name),
      }) as unknown as FunctionWorker;
    pool = new WorkerPool({ maxWorkers: 2, clock, start });
  });

  /** Whether a worker is there, once all that is due has happened. */
  async function given(acquired: Promise<FunctionWorker>): Promise<boolean> {
    let there = false;
    acquired.then(
      () => {
        there = true;
      },
      () => undefined,
    );
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    return there;
  }

  test('gives a function without a worker the place of an idle one at once', async () => {
    await pool.acquire(fn('busy'));
    pool.release(await pool.acquire(fn('idle')));
    expect(await given(pool.acquire(fn('new')))).toBe(true);
    expect(ended).toEqual(['idle']);
  });

  test('gives a function another worker once one is idle for long, though none is released: its own may wait for it', async () => {
    await pool.acquire(fn('calls-itself'));
    pool.release(await pool.acquire(fn('idle')));
    const second = pool.acquire(fn('calls-itself'));
    expect(await given(second)).toBe(false);
    expect(clock.next()).toBe(true);
    expect(clock.now()).toBe(NOON + 2_000);
    expect(await given(second)).toBe(true);
    expect(ended).toEqual(['idle']);
  });

  test('looks for one for as long as somebody waits', async () => {
    pool.release(await pool.acquire(fn('idle')));
    const own = await pool.acquire(fn('calls-itself'));
    const second = pool.acquire(fn('calls-itself'));
    pool.release(own);
    expect(await given(second)).toBe(true);
    clock.next();
    expect(clock.next()).toBe(false);
    expect(ended).toEqual([]);
  });

  test('leaves no timer behind when it is stopped', async () => {
    await pool.acquire(fn('calls-itself'));
    pool.release(await pool.acquire(fn('idle')));
    const second = pool.acquire(fn('calls-itself'));
    pool.stop();
    await expect(second).rejects.toThrow('The Lambda host was stopped before calls-itself ran.');
    expect(clock.next()).toBe(false);
  });
});
