import { beforeAll, expect, test } from '@jest/globals';
import { isCounterexample, report } from '../property';
import { workflows } from '../workflows';

const firstSeed = 1;
const runs = 200;
let property: Awaited<ReturnType<typeof workflows.task>>;

beforeAll(async () => {
  property = await workflows.task();
}, 60_000);

test(`${runs} random schedules record every item of a task once`, async () => {
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const result = await property.check(seed);
    if (isCounterexample(result)) throw new Error(report('task', await property.shrunk(seed)));
    expect(result.subjects).toBeGreaterThanOrEqual(0);
  }
}, 300_000);
