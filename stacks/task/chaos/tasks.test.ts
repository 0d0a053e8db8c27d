import { HANG_MS, hold, struck } from '@blueprint/test/chaos/hold';
import { beforeAll, expect, test } from '@jest/globals';
import { property as propertyOf } from './property';

const runs = 200;
let property: Awaited<ReturnType<typeof propertyOf>>;

beforeAll(async () => {
  property = await propertyOf();
}, 60_000);

test(
  `${runs} random schedules record every item of a task once`,
  async () => {
    const results = await hold('task', property, runs);
    expect(results.filter(({ executions }) => executions > 0).length).toBeGreaterThan(runs / 2);
    expect(struck(results).size).toBeGreaterThan(15);
  },
  HANG_MS,
);
