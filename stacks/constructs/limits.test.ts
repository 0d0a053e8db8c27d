import { describe, expect, test } from '@jest/globals';
import { scratchFunction, scratchStack } from '../testing/scratch-stack';
import { Alarm } from './alarm';
import { Bucket } from './bucket';
import { EventRule } from './event-rule';
import { Queue } from './queue';
import { QueueTrigger } from './queue-trigger';
import { ServiceRole } from './service-role';
import { StreamTrigger } from './stream-trigger';
import { Table } from './table';
import { Topic } from './topic';

/** What every name but a role's begins with. */
const PREFIX = 'dev-blueprint-'.length;
const name = (length: number): string => 'x'.repeat(length - PREFIX);

const bucket = (settings: object) => new Bucket(scratchStack(), 'part', { name: 'b', ...settings });
const queue = (settings: object) => new Queue(scratchStack(), 'part', { name: 'q', ...settings });
const lambda = (settings: object) => scratchFunction(scratchStack(), settings);
const role = (settings: object) => new ServiceRole(scratchStack(), 'part', { name: 'r', service: 's', ...settings });
const topic = (settings: object) => new Topic(scratchStack(), 'part', { name: 't', ...settings });
const table = (settings: object) => new Table(scratchStack(), 'part', { name: 't', ...settings });
const rule = (settings: object) => {
  const stack = scratchStack();
  const target = scratchFunction(stack);
  const when = { everyMinutes: 5 };
  return new EventRule(stack, 'part', {
    name: 'r',
    description: '',
    when,
    target,
    retries: 1,
    maxAgeSeconds: 60,
    ...settings,
  });
};
const stream = (settings: object) => {
  const stack = scratchStack();
  const given = { filter: {}, batchSize: 1, windowSeconds: 0, parallelization: 1 };
  const onFailure = new Queue(stack, 'queue', { name: 'q' });
  return new StreamTrigger(stack, 'part', {
    streamArn: 'arn',
    target: scratchFunction(stack),
    onFailure,
    ...given,
    ...settings,
  });
};
const queueTrigger = ({ visibilitySeconds = 180, ...settings }: { visibilitySeconds?: number }) => {
  const stack = scratchStack();
  const given = { batchSize: 1, windowSeconds: 1, maximumConcurrency: 2 };
  return new QueueTrigger(stack, 'part', {
    queue: new Queue(stack, 'queue', { name: 'q', visibilitySeconds }),
    target: scratchFunction(stack),
    ...given,
    ...settings,
  });
};
const deadLetters = ({ maxReceives = 1 }: { maxReceives?: number }) => {
  const stack = scratchStack();
  const dead = new Queue(stack, 'dead', { name: 'dead' });
  return new Queue(stack, 'part', { name: 'q', deadLetters: { queue: dead, maxReceives } });
};
const alarm = (settings: object) => {
  const metric = { namespace: 'n', metric: 'm', dimensions: {}, statistic: 'Sum', threshold: 0 } as const;
  return new Alarm(scratchStack(), 'part', { name: 'a', description: '', ...metric, ...settings });
};
const asynchronous = ({ retries = 0, maxAgeSeconds = 60 }: { retries?: number; maxAgeSeconds?: number }) =>
  scratchFunction(scratchStack()).invokeAsynchronously(retries, maxAgeSeconds);

const numbers: readonly [string, (settings: object) => unknown, string, number, number][] = [
  ['function', lambda, 'memoryMb', 128, 10_240],
  ['function', lambda, 'timeoutSeconds', 1, 900],
  ['asynchronous invocation', asynchronous, 'retries', 0, 2],
  ['asynchronous invocation', asynchronous, 'maxAgeSeconds', 60, 21_600],
  ['stream trigger', stream, 'batchSize', 1, 10_000],
  ['stream trigger', stream, 'windowSeconds', 0, 300],
  ['stream trigger', stream, 'parallelization', 1, 10],
  ['stream trigger', stream, 'retries', 0, 10_000],
  ['stream trigger', stream, 'maxAgeSeconds', 60, 604_800],
  ['queue trigger', queueTrigger, 'batchSize', 1, 10_000],
  ['queue trigger', queueTrigger, 'windowSeconds', 0, 300],
  ['queue trigger', queueTrigger, 'maximumConcurrency', 2, 1_000],
  ['queue', deadLetters, 'maxReceives', 1, 1_000],
  ['queue', queue, 'retentionSeconds', 60, 1_209_600],
  ['queue', queue, 'visibilitySeconds', 0, 43_200],
  ['event rule', rule, 'retries', 0, 185],
  ['event rule', rule, 'maxAgeSeconds', 60, 86_400],
  ['bucket', bucket, 'expireDays', 1, 2_147_483_647],
];

describe.each(numbers)('%s', (_, make, field, smallest, largest) => {
  test(`takes ${field} from ${smallest} to ${largest}`, () => {
    expect(() => make({ [field]: smallest })).not.toThrow();
    expect(() => make({ [field]: largest })).not.toThrow();
  });

  test(`refuses ${field} outside, with construct, value, bounds and page`, () => {
    for (const value of [smallest - 1, largest + 1, smallest + 0.5]) {
      expect(() => make({ [field]: value })).toThrow(
        new RegExp(
          `^dev-scratch/.*: ${field} is ${value}, but AWS takes .* ${smallest} to ${largest}\\. See https://docs\\.aws`,
        ),
      );
    }
  });
});

const names: readonly [string, (settings: object) => unknown, number][] = [
  ['queue', queue, 80],
  ['topic', topic, 256],
  ['table', table, 255],
  ['event rule', rule, 64],
  ['alarm', alarm, 255],
];

describe.each(names)('the name of a %s', (_, make, longest) => {
  test(`has up to ${longest} characters`, () => {
    expect(() => make({ name: 'x' })).not.toThrow();
    expect(() => make({ name: name(longest) })).not.toThrow();
    expect(() => make({ name: name(longest + 1) })).toThrow(/^dev-scratch\/part: the name "dev-blueprint-x+" must be/);
  });

  test('has no characters that AWS refuses', () => {
    expect(() => make({ name: 'a b' })).toThrow('the name "dev-blueprint-a b" must be');
  });
});

test('the name of a role has up to 64 characters', () => {
  expect(() => role({ name: 'x'.repeat(64) })).not.toThrow();
  expect(() => role({ name: 'x'.repeat(65) })).toThrow('must be 1–64');
});

test('the name of a bucket has up to 63 characters with the account, and no capitals', () => {
  const account = '-111111111111'.length;
  expect(() => bucket({ name: name(63 - account) })).not.toThrow();
  expect(() => bucket({ name: name(64 - account) })).toThrow('must be 3–63');
  expect(() => bucket({ name: 'Assets' })).toThrow('must be 3–63');
});

test('the name of an index has at least 3 characters', () => {
  const indexes = (length: number) => ({ indexes: [{ name: 'i'.repeat(length), partition: 'p', sort: 's' }] });
  expect(() => table(indexes(3))).not.toThrow();
  expect(() => table(indexes(2))).toThrow('the name "ii" must be 3–255');
});

test('a schedule is of whole minutes, at least one', () => {
  expect(() => rule({ when: { everyMinutes: 1 } })).not.toThrow();
  expect(() => rule({ when: { everyMinutes: 0 } })).toThrow('everyMinutes is 0');
  expect(() => rule({ when: { everyMinutes: 1.5 } })).toThrow('everyMinutes is 1.5');
});

describe('an alarm', () => {
  test.each([10, 20, 30, 60, 86_400])('takes a period of %d seconds', (periodSeconds) => {
    expect(() => alarm({ periodSeconds })).not.toThrow();
  });

  test.each([0, 15, 61, 86_460])('refuses a period of %d seconds', (periodSeconds) => {
    expect(() => alarm({ periodSeconds })).toThrow('periodSeconds');
  });

  test('looks back one day at most', () => {
    expect(() => alarm({ periodSeconds: 3_600, periods: 24 })).not.toThrow();
    expect(() => alarm({ periodSeconds: 3_600, periods: 25 })).toThrow('periods × periodSeconds is 90000');
  });
});

describe('a queue trigger', () => {
  test('gathers more than ten messages in a window only', () => {
    expect(() => queueTrigger({ windowSeconds: 0, batchSize: 10 } as object)).not.toThrow();
    expect(() => queueTrigger({ windowSeconds: 0, batchSize: 11 } as object)).toThrow('batchSize is 11');
  });

  test('wants a message hidden for six times as long as the function may run', () => {
    expect(() => queueTrigger({ visibilitySeconds: 180 })).not.toThrow();
    expect(() => queueTrigger({ visibilitySeconds: 179 })).toThrow(
      /dev-blueprint-q hides a received message for 179 s, .* may run for 30 s\. Set the queue's visibilitySeconds to 180 or more/,
    );
  });
});
