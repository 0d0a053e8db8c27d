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
    ['$range(2, 2, 1)', 2],
    ['$range(-1.7, 1.9, 1)', [-1, 0, 1]],
    ['$count($range(1, 0, 1))', 0],
    ['$count($range(1, 2, 0))', 0],
    ['$count($range(1, 2))', 0],
    ['$count($partition([1], 0))', 0],
    ['$partition([1, 2, 3], 2.9)', [[1, 2], [3]]],
    ["$exists($hash('text'))", false],
    ['$parse(\'{"a": [1]}\').a', [1]],
    ['$parse(\'{"a:b": {"a:b": "c:\\\\"d:"}}\')', { 'a:b': { 'a:b': 'c:"d:' } }],
    ["$hash('text', 'SHA-256')", createHash('sha256').update('text').digest('hex')],
    ['$partition([1, 2, 3])', [[1, 2, 3]]],
    // Java's Random gives these numbers, and so does AWS.
    ['$random(42)', 0.7275636800328681],
    ['$random(0.9)', 0.730967787376657],
    ['$random(7)', 0.7306990420600421],
  ])('%s', async (source, expected) => {
    expect(await evaluate(source)).toEqual(expected);
  });

  test.each([
    ['$partition([1], -1)', 'D3137: Second argument must be zero or greater'],
    ['$range(1, 360146, 1)', 'memory limit exceeded'],
    ["$hash({'a': 1}, 'MD5')", 'T0410'],
    ["$hash('text', 'SHA-3')", 'SHA-512'],
    ["$parse('{')", 'D3137: Invalid JSON'],
    ['$parse(\'{"a":1,"a":2}\')', 'D3137: Invalid JSON'],
    ["$parse('[1e400]')", 'D3137: Invalid JSON'],
    ["$uuid('seed')", 'T0410: Argument 1 of function "uuid" does not match function signature'],
    ["$random('seed')", 'T0410: Argument 1 of function "random" does not match function signature'],
    ['$random(1, 2)', 'T0410: Argument 2 of function "random" does not match function signature'],
    ["$range('1', 2, 1)", 'T0410'],
  ])('%s fails, and says why', async (source, reason) => {
    await expect(evaluate(source)).rejects.toMatchObject({ reason: expect.stringContaining(reason) });
  });
});
