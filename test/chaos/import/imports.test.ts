import { beforeAll, expect, test } from '@jest/globals';
import { isCounterexample, report } from '../property';
import { workflows } from '../workflows';

const firstSeed = 1;
const runs = 200;
let property: Awaited<ReturnType<typeof workflows.import>>;

beforeAll(async () => {
  property = await workflows.import();
}, 60_000);

test(`${runs} random schedules leave no row of a file unaccounted for`, async () => {
  let [rows, applied] = [0, 0];
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const result = await property.check(seed);
    if (isCounterexample(result)) throw new Error(report('import', await property.shrunk(seed)));
    rows += result.rows;
    applied += result.applied;
  }
  expect(applied).toBeGreaterThan(rows / 2);
}, 600_000);
