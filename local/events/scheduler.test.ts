import { expect, test } from '@jest/globals';
import { VirtualClock } from '../stepfunctions';
import { recordingLogger } from '../testing/recording-logger';
import { runFor } from '../testing/run-clock';
import type { Rule } from './rules';
import { Scheduler } from './scheduler';

const start = Date.parse('2026-01-30T07:58:30Z');
const rule = (name: string, schedule: string): Rule => ({
  name,
  arn: `arn:${name}`,
  bus: 'default',
  pattern: undefined,
  schedule,
  targets: [],
});

function scheduled(rules: Rule[]) {
  const clock = new VirtualClock(start);
  const fired: string[] = [];
  const scheduler = new Scheduler({
    clock,
    logger: recordingLogger(),
    rules: { of: async () => rules, onChange: () => undefined },
    fire: ({ name }, dueMs) => fired.push(`${name} ${new Date(dueMs).toISOString().slice(11, 19)}`),
  });
  scheduler.start();
  return { clock, fired, scheduler };
}

test('a rate counts from when its rule was first seen', async () => {
  const { clock, fired } = scheduled([rule('tick', 'rate(1 minute)')]);
  await runFor(clock, 150_000);
  expect(fired).toEqual(['tick 07:59:31', 'tick 08:00:31']);
});

test('a cron fires once in its minute', async () => {
  const { clock, fired } = scheduled([rule('morning', 'cron(0 8 * * ? *)')]);
  await runFor(clock, 300_000);
  expect(fired).toEqual(['morning 08:00:00']);
});

test('nothing fires after the stop', async () => {
  const { clock, fired, scheduler } = scheduled([rule('tick', 'rate(1 minute)')]);
  await runFor(clock, 10_000);
  scheduler.stop();
  await runFor(clock, 300_000);
  expect(fired).toEqual([]);
});
