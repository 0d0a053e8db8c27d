import { beforeAll, expect, test } from '@jest/globals';
import { isCounterexample, report } from './property';
import { workflows } from './workflows';

const firstSeed = 1;
const runs = 500;
let property: Awaited<ReturnType<typeof workflows.command>>;

beforeAll(async () => {
  property = await workflows.command();
}, 60_000);

test(`${runs} random schedules leave the protocol whole`, async () => {
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const result = await property.check(seed);
    if (isCounterexample(result)) throw new Error(report('command', await property.shrunk(seed)));
    expect(result.subjects).toBeGreaterThanOrEqual(0);
  }
}, 600_000);
