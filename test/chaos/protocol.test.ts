import { beforeAll, expect, test } from '@jest/globals';
import { type Deployment, deploy } from './deployment';
import { checkSeed, isCounterexample, report, shrunk } from './property';

const firstSeed = 1;
const runs = 500;
let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy();
}, 60_000);

test(`${runs} random schedules leave the protocol whole`, async () => {
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const result = await checkSeed(deployment, seed);
    if (isCounterexample(result)) throw new Error(report(await shrunk(deployment, result)));
    expect(result.commands).toBeGreaterThanOrEqual(0);
  }
}, 600_000);
