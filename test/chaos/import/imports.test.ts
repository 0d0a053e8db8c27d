import { beforeAll, expect, test } from '@jest/globals';
import { HANG_MS, hold, struck } from '../hold';
import { workflows } from '../workflows';

const runs = 200;
let property: Awaited<ReturnType<typeof workflows.import>>;

beforeAll(async () => {
  property = await workflows.import();
}, 60_000);

test(
  `${runs} random schedules leave no row of a file unaccounted for`,
  async () => {
    const results = await hold('import', property, runs);
    const sum = (of: 'rows' | 'applied') => results.reduce((total, result) => total + result[of], 0);
    expect(sum('applied')).toBeGreaterThan(sum('rows') / 2);
    expect(sum('rows')).toBeGreaterThan(runs);
    expect(struck(results).size).toBeGreaterThan(12);
  },
  HANG_MS,
);
