import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { describeIssues } from './issues';

const order = z.strictObject({
  status: z.enum(['open', 'closed']),
  total: z.number().check(z.nonnegative()),
  to: z.strictObject({ zip: z.string().check(z.minLength(5)) }),
});

const described = (value: unknown, within?: string[]): string => {
  const { error } = order.safeParse(value);
  if (error === undefined) throw new Error('the value passes');
  return describeIssues(error, within);
};

test('each issue says where, what was expected and what was there', () => {
  expect(described({ status: 'lost', total: '1', to: { zip: '1' } })).toBe(
    'status: Invalid option: expected one of "open"|"closed"; ' +
      'total: Invalid input: expected number, received string; ' +
      'to.zip: Too small: expected string to have >=5 characters',
  );
});

test('a key that nobody knows is named where it stands', () => {
  expect(described({ status: 'open', total: 1, to: { zip: '12345', zap: 1 }, a: 1, b: 2 })).toBe(
    'to.zap: Unrecognized key; a: Unrecognized key; b: Unrecognized key',
  );
});

test('the value itself is called so, or by where it lies', () => {
  expect(described(7)).toBe('the value: Invalid input: expected object, received number');
  expect(described(undefined, ['input'])).toBe('input: Invalid input: expected object, received undefined');
});
