import { expect, test } from '@jest/globals';
import { Scheduler } from './scheduler';

/** Notes its name at each of so many steps. */
function counting(name: string, steps: number, log: string[]) {
  let left = steps;
  return {
    step: async () => {
      log.push(name);
      left -= 1;
      return left > 0;
    },
  };
}

test('runnables take turns', async () => {
  const log: string[] = [];
  const scheduler = new Scheduler();
  scheduler.schedule(counting('a', 3, log));
  scheduler.schedule(counting('b', 2, log));
  await scheduler.idle();
  expect(log).toEqual(['a', 'b', 'a', 'b', 'a']);
});

test('a runnable that never rests does not keep the event loop from its turn', async () => {
  const scheduler = new Scheduler();
  let steps = 0;
  scheduler.schedule({ step: async () => ++steps < 1_000_000 });
  await new Promise((resolve) => setImmediate(resolve));
  expect(steps).toBeLessThan(1000);
  scheduler.close();
  await scheduler.idle();
  const stopped = steps;
  await new Promise((resolve) => setImmediate(resolve));
  expect(steps).toBe(stopped);
});
