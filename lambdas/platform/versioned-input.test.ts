import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import './issues';
import { earlier, versionedInput } from './versioned-input';

const first = z.object({ schemaVersion: z.literal(1), name: z.string() });
const second = z.object({ schemaVersion: z.literal(2), name: z.string(), size: z.int() });
const newest = z.object({ schemaVersion: z.literal(3), title: z.string(), size: z.int() });
const input = versionedInput(
  3,
  newest,
  earlier(1, first, ({ name }) => ({ schemaVersion: 3 as const, title: name, size: 0 })),
  earlier(2, second, ({ name, size }) => ({ schemaVersion: 3 as const, title: name, size })),
);
const issues = (value: unknown) =>
  input.safeParse(value).error?.issues.map(({ path, message }) => [path.join('.'), message]);

test.each([
  ['the newest version is taken as it is', { schemaVersion: 3, title: 't', size: 1 }, { title: 't', size: 1 }],
  ['one before it becomes the newest', { schemaVersion: 2, name: 't', size: 1 }, { title: 't', size: 1 }],
  ['an older one too, with what it did not know', { schemaVersion: 1, name: 't' }, { title: 't', size: 0 }],
])('%s', (_, value, expected) => {
  expect(input.parse(value)).toEqual({ schemaVersion: 3, ...expected });
});

test('an input of an earlier version is held against that version’s schema, place by place', () => {
  expect(issues({ schemaVersion: 2, name: 't', size: 'x' })).toEqual([
    ['size', expect.stringContaining('expected number')],
  ]);
  expect(issues({ schemaVersion: 3, name: 't', size: 1 })).toEqual([
    ['title', expect.stringContaining('expected string')],
  ]);
});

test('what an upgrade makes is held against the newest schema', () => {
  const careless = versionedInput(
    3,
    newest,
    earlier(1, first, ({ name }) => ({ schemaVersion: 3 as const, title: name, size: 0.5 })),
  );
  expect(careless.safeParse({ schemaVersion: 1, name: 't' }).success).toBe(false);
});

test.each([[4], ['3'], [undefined]])('%p is no version, and those that are known are named', (schemaVersion) => {
  expect(issues({ schemaVersion, title: 't', size: 1 })).toEqual([
    ['schemaVersion', `${JSON.stringify(schemaVersion)} is no version that this function knows: 1, 2, 3`],
  ]);
});

test.each([[null], ['text'], [7]])('%p is no input', (value) => {
  expect(input.safeParse(value).success).toBe(false);
});
