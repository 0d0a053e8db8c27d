import { beforeEach, expect, test } from '@jest/globals';
import { VirtualClock } from '../stepfunctions';
import { runFor } from '../testing/run-clock';
import type { Stage } from './api';
import { Throttle } from './throttle';

let clock: VirtualClock;
let throttle: Throttle;

beforeEach(() => {
  clock = new VirtualClock(0);
  throttle = new Throttle(clock);
});

const stage = (defaults: object, own: object = {}): Stage => ({
  stageName: '$default',
  defaultRouteSettings: defaults,
  routeSettings: { 'GET /own': own },
});
const admitted = (of: Stage, requests: number, routeKey = 'GET /') =>
  Array.from({ length: requests }, () => throttle.admit('a', of, routeKey)).filter(Boolean).length;

test('lets the burst through, then as much as the rate fills', async () => {
  const limited = stage({ throttlingRateLimit: 2, throttlingBurstLimit: 3 });
  expect(admitted(limited, 5)).toBe(3);
  await runFor(clock, 1_000);
  expect(admitted(limited, 5)).toBe(2);
  await runFor(clock, 60_000);
  expect(admitted(limited, 5)).toBe(3);
});

test('each route has its own, by its own settings where it has such', () => {
  const limited = stage({ throttlingRateLimit: 1, throttlingBurstLimit: 1 }, { throttlingBurstLimit: 2 });
  expect([admitted(limited, 3), admitted(limited, 3, 'GET /own'), admitted(limited, 3, 'GET /c')]).toEqual([1, 2, 1]);
});

test('a burst of none lets nothing through', () => {
  expect(admitted(stage({ throttlingRateLimit: 0, throttlingBurstLimit: 0 }), 1)).toBe(0);
});

test('a stage that says nothing has the limits of the account', () => {
  expect(admitted({ stageName: 'v1' }, 6_000)).toBe(5_000);
});
