import { beforeAll, expect, test } from '@jest/globals';
import { HANG_MS, hold, struck } from './hold';
import { property as propertyOf } from './workflows';

const runs = 500;
let property: Awaited<ReturnType<typeof propertyOf>>;

beforeAll(async () => {
  property = await propertyOf();
}, 60_000);

test(
  `${runs} random schedules leave the protocol whole`,
  async () => {
    const results = await hold('command', property, runs);
    // Schedules in which nothing happens would hold, too.
    expect(results.filter(({ subjects }) => subjects > 0).length).toBeGreaterThan(runs / 2);
    const kinds = [...struck(results).keys()].map((kind) => kind.split(' ')[0]);
    expect(new Set(kinds)).toEqual(new Set(['call', 'invocation', 'delivery']));
    expect(kinds.length).toBeGreaterThan(15);
  },
  HANG_MS,
);
