import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scenarios } from './testing/fuzz/scenarios';
import { run } from './testing/fuzz/trial';

const numRuns = Number(process.env.FUZZ_RUNS ?? 300);
const seed = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };

test('whatever the definition, an execution comes to its end, or waits for something, and leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.noBias(scenarios), async (scenario) => {
      await run(scenario);
    }),
    { numRuns, ...seed },
  );
}, 600_000);

test('the same scenario has the same history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.noBias(scenarios), async (scenario) => {
      expect(await run(scenario)).toEqual(await run(scenario));
    }),
    { numRuns: Math.ceil(numRuns / 3), ...seed },
  );
}, 600_000);
