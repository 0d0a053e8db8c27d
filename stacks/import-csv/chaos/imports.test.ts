import { HANG_MS, hold, struck } from '@blueprint/test/chaos/hold';
import { beforeAll, expect, test } from '@jest/globals';
import { property as propertyOf } from './property';

const runs = 200;
let property: Awaited<ReturnType<typeof propertyOf>>;

beforeAll(async () => {
  property = await propertyOf();
}, 60_000);

test(
  `${runs} random schedules leave no row of a file unaccounted for`,
  async () => {
    const results = await hold('import-csv', property, runs);
    const sum = (of: 'rows' | 'applied') => results.reduce((total, result) => total + result[of], 0);
    expect(sum('applied')).toBeGreaterThan(sum('rows') / 2);
    expect(sum('rows')).toBeGreaterThan(runs);
    expect(struck(results).size).toBeGreaterThan(12);
  },
  HANG_MS,
);
