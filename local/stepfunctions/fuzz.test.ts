import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TaskOutcome } from './integrations/integrations';
import { definitions } from './testing/definitions';
import { seeded, TestEngine } from './testing/engine';

/** Answers at random: well, badly, never. Task tokens come back at random too, or not at all. */
function engineWith(seed: number): TestEngine {
  const random = seeded(seed);
  const engine = new TestEngine(({ taskToken }) => {
    if (taskToken !== undefined && random() < 0.7) {
      const [operation, more] =
        random() < 0.5 ? ['SendTaskSuccess', { output: '7' }] : ['SendTaskFailure', { error: 'Oops' }];
      engine.clock.setTimeout(() => {
        // The task may have timed out meanwhile.
        engine.handle(operation, { taskToken, ...more }).catch(() => {});
      }, random() * 40_000);
    }
    return outcome(random());
  }, seed);
  return engine;
}

function outcome(chance: number): TaskOutcome | Promise<TaskOutcome> {
  if (chance < 0.6) return { output: { chance } };
  if (chance < 0.9) return { error: 'Oops', cause: 'because' };
  return new Promise(() => {});
}

/** The history is what any history has to be. */
function checkHistory(events: Awaited<ReturnType<TestEngine['history']>>): void {
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  for (const { id, previousEventId } of events) expect(previousEventId).toBeLessThan(id);
  const times = events.map(({ timestamp }) => timestamp);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const entered = events.filter(({ type }) => type.endsWith('StateEntered')).length;
  const exited = events.filter(({ type }) => type.endsWith('StateExited')).length;
  expect(entered).toBeGreaterThanOrEqual(exited);
}

const engines: TestEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.service.close();
});

test('any definition runs to an end, leaves no timer, and can be stopped and redriven at any moment', async () => {
  await fc.assert(
    fc.asyncProperty(
      definitions,
      fc.nat(1_000_000),
      fc.option(fc.integer({ min: 0, max: 200 })),
      fc.integer({ min: 0, max: 3 }),
      async (definition, seed, stopAfter, redrives) => {
        const engine = engineWith(seed);
        engines.push(engine);
        const execution = await engine.start(await engine.create(definition));
        if (stopAfter !== null) {
          await engine.run(stopAfter * 1000);
          await engine.handle('StopExecution', { executionArn: execution, error: 'stopped' });
        }
        await engine.run();
        for (let count = 0; count < redrives; count++) {
          if ((await engine.describe(execution)).redriveStatus !== 'REDRIVABLE') break;
          await engine.handle('RedriveExecution', { executionArn: execution });
          await engine.run();
        }
        const { status, cause } = await engine.describe(execution);
        expect(status).not.toBe('RUNNING');
        expect(cause ?? '').not.toContain('engine cannot go on');
        expect(engine.clock.due()).toBeUndefined();
        checkHistory(await engine.history(execution));
      },
    ),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 150) },
  );
}, 120_000);
