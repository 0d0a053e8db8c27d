import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Expression } from './expression';

const evaluate = (source: string) =>
  new Expression(source).evaluate({ states: {}, variables: {}, now: 0, random: () => 0.5 });

describe("Step Functions' own JSONata functions", () => {
  test.each([
    ['$partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([1], 2)', [[1]]],
    ['$range(1, 9, 4)', [1, 5, 9]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$count($range(1, 0, 1))', 0],
    ['$parse(\'{"a": [1]}\').a', [1]],
    ["$hash('text', 'SHA-256')", createHash('sha256').update('text').digest('hex')],
    ["$hash({'a': 1}, 'MD5')", createHash('md5').update('{"a":1}').digest('hex')],
  ])('%s', async (source, expected) => {
    expect(await evaluate(source)).toEqual(expected);
  });

  test.each([
    ['$partition([1], 0)', 'positive integer'],
    ['$range(1, 2, 0)', 'other than 0'],
    ['$range(1, 1.5, 1)', 'integers'],
    ['$range(1, 1001, 1)', 'at most 1000'],
    ["$hash('text', 'SHA-3')", 'SHA-512'],
    ["$parse('{')", 'invalid JSON'],
    ["$range('1', 2, 1)", 'T0410'],
  ])('%s fails, and says why', async (source, reason) => {
    await expect(evaluate(source)).rejects.toMatchObject({ reason: expect.stringContaining(reason) });
  });
});
