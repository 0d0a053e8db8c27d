import { expect, test } from '@jest/globals';
import { Lane } from './lane';
import { Scheduler } from './scheduler';

/** Notes its name at each of so many steps, and calls something at the first. */
function counting(name: string, steps: number, log: string[], atFirst = () => {}) {
  let left = steps;
  return {
    step: async () => {
      if (left === steps) atFirst();
      log.push(name);
      left -= 1;
      return left > 0;
    },
  };
}

test('all in a lane have one turn together, and turns of the lane among themselves', async () => {
  const log: string[] = [];
  const scheduler = new Scheduler();
  const lane = new Lane(scheduler);
  for (const name of ['a', 'b', 'c']) lane.schedule(counting(name, 2, log));
  scheduler.schedule(counting('other', 4, log));
  await scheduler.idle();
  expect(log).toEqual(['a', 'other', 'b', 'other', 'c', 'other', 'a', 'other', 'b', 'c']);
});

test('a lane that was empty takes turns again, and what is scheduled during a step is not lost', async () => {
  const log: string[] = [];
  const scheduler = new Scheduler();
  const lane = new Lane(scheduler);
  lane.schedule(counting('a', 1, log, () => lane.schedule(counting('b', 1, log))));
  await scheduler.idle();
  lane.schedule(counting('c', 1, log));
  await scheduler.idle();
  expect(log).toEqual(['a', 'b', 'c']);
});

test('many may pass through a lane', async () => {
  const log: string[] = [];
  const scheduler = new Scheduler();
  const lane = new Lane(scheduler);
  for (let at = 0; at < 2500; at++) lane.schedule(counting(String(at), 1, log));
  await scheduler.idle();
  expect(log).toEqual(Array.from({ length: 2500 }, (_, at) => String(at)));
});
