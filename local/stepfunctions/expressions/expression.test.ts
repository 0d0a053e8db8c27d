import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../json';
import { longEvaluation, shortEvaluation } from '../testing/evaluation-time';
import { Expression, ExpressionSyntaxError, type Scope } from './expression';

const NOON = Date.UTC(2026, 0, 1, 12);

function scope(states: JsonObject = {}, variables: JsonObject = {}): Scope {
  return { states, variables, now: NOON, random: () => 0.25 };
}

const evaluate = (source: string, states?: JsonObject, variables?: JsonObject) =>
  new Expression(source).evaluate(scope(states, variables));

describe('an expression', () => {
  test('sees $states and the variables', async () => {
    expect(await evaluate('$states.input.n + $more', { input: { n: 1 } }, { more: 2 })).toBe(3);
  });

  test('gives a single result without an array around it, as JSONata does', async () => {
    expect(await evaluate('$states.input[n > 1].n', { input: [{ n: 1 }, { n: 2 }] })).toBe(2);
  });

  test.each(['{"__proto__": {"a": 1}}', '$states.input', '$merge([$states.input])'])(
    'keeps a field named __proto__: %s',
    async (source) => {
      const input = JSON.parse('{"__proto__":{"a":1}}') as JsonObject;
      expect(JSON.stringify(await evaluate(source, { input }))).toBe('{"__proto__":{"a":1}}');
      expect({}).not.toHaveProperty('a');
    },
  );

  test('leaves what it reads untouched and shares nothing with it', async () => {
    const input = { list: [3, 1, 2] };
    const result = await evaluate('$states.input.list', { input });
    expect(result).toEqual([3, 1, 2]);
    expect(result).not.toBe(input.list);
    await evaluate('$sort($states.input.list)', { input });
    expect(input.list).toEqual([3, 1, 2]);
  });

  test.each([
    ['$states.input.missing', 'returned nothing (undefined).'],
    ['function($x) { $x }', 'returned an unsupported result type.'],
    ['{ "f": $sum }', 'returned an unsupported result type.'],
    ['$nothing()', 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    ["$eval('1')", 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
  ])('%s: %s', async (source, reason) => {
    await expect(evaluate(source, { input: {} })).rejects.toMatchObject({ reason });
  });

  test.each([
    [`1${'+1'.repeat(99)}`, `1${'+1'.repeat(100)}`],
    [`${'['.repeat(99)}1${']'.repeat(99)}`, `${'['.repeat(100)}1${']'.repeat(100)}`],
    ['($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(31))', '($f := function($n) { 1 + $f($n) }; $f(1))'],
  ])('may be as deep as on AWS: %#', async (deep, deeper) => {
    await evaluate(deep);
    const reason =
      'threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. ' +
      'Consider rewriting as tail-recursive';
    await expect(evaluate(deeper)).rejects.toMatchObject({ reason });
  });

  test('may make sequences as long as on AWS', async () => {
    expect(await evaluate('$count([1..873782])')).toBe(873_782);
    for (const source of ['$count([1..873783])', '[1..100000000]', '$range(1, 360146, 1)']) {
      await expect(evaluate(source)).rejects.toMatchObject({
        reason:
          'threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage',
      });
    }
  });

  test.each([
    "$length($pad('', 120000000, 'x'))",
    "$pad('x', -6990257)",
    "$pad('', 6000000, $pad('', 1000000, 'ab')) & 'x' & $pad('', 1000000)",
    "$count($split($pad('', 150000000, 'x'), ''))",
    "$count($split($pad('', 900000, 'x'), ''))",
    "$length($reduce([1..27], function($s, $i) { $s & $s }, 'x'))",
    "$reduce([1..27], function($s, $i) { $join([$s, $s]) }, 'x')",
    "$replace($pad('', 100000, 'x'), 'x', $pad('', 100000, 'y'))",
    "$pad('', 2400000, '€')",
    '$string($reduce([1..40], function($s, $i) { { "a": $s, "b": $s } }, 1))',
    '$reduce([1..40], function($s, $i) { { "a": $s, "b": $s } }, 1)',
    '$exists($reduce([1..40], function($s, $i) { { "a": $s, "b": $s } }, 1) ~> |a|{}|)',
    "'' & $reduce([1..40], function($s, $i) { { 'a': $s, 'b': $s } }, 1)",
  ])('may make texts and values as large as on AWS: %s', async (source) => {
    await expect(evaluate(source)).rejects.toMatchObject({
      reason:
        'threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage',
    });
  });

  test('may make a text of as many bytes as on AWS', async () => {
    expect(await evaluate("$length($pad('', 6990255, 'x') & 'x')")).toBe(6_990_256);
  });

  describe('of great depth', () => {
    longEvaluation();

    test('gives no value that is nested more deeply than JSON may be', async () => {
      const nested = (depth: number) => evaluate(`$reduce([1..${depth}], function($a, $i) { { "a": $a } }, 0)`);
      expect(JSON.stringify(await nested(1000))).toHaveLength(6001);
      const reason = 'returned a value of more than 1000 levels of nesting.';
      for (const depth of [1001, 4000, 5000]) await expect(nested(depth)).rejects.toMatchObject({ reason });
    });
  });

  describe('that would never end', () => {
    shortEvaluation();

    test('is stopped', async () => {
      for (const source of [
        '($f := function($n) { $f($n + 1) }; $f(1))',
        '$reduce([1..100000], $append)',
        "$match($pad('', 3000000, 'abcdefgh'), /a+|b*c/)",
        "$formatInteger(1, $pad('', 100000, '#,0'))",
      ]) {
        await expect(evaluate(source)).rejects.toMatchObject({
          reason: 'threw an error during evaluation: Expression evaluation timeout: Check for infinite loop',
        });
      }
    });
  });

  test.each([
    ['1 / 0', 'Infinity'],
    ['[-1 / 0, 0 / 0]', ['-Infinity', 'NaN']],
    ['{"k": 1e308 * 10}', { k: 'Infinity' }],
  ])('%s gives the name of a number that JSON does not have', async (source, value) => {
    expect(await evaluate(source)).toEqual(value);
  });

  test('that does not parse is refused when it is compiled', () => {
    expect(() => new Expression('1 +')).toThrow(ExpressionSyntaxError);
  });

  test('takes time from the scope', async () => {
    expect(await evaluate('$millis()')).toBe(NOON);
    expect(await evaluate('$now()')).toBe('2026-01-01T12:00:00.000Z');
    expect(await evaluate("$now('[Y0001]-[M01]')")).toBe('2026-01');
    expect(await evaluate('$toMillis($now()) = $millis()')).toBe(true);
  });

  test('takes chance from the scope', async () => {
    expect(await evaluate('$random()')).toBe(0.25);
    expect(await evaluate('$random(7) = $random(7) and $random(7) != $random(8)')).toBe(true);
    expect(await evaluate('$shuffle([1, 2, 3, 4])')).toEqual([4, 3, 1, 2]);
    expect(await evaluate('$uuid()')).toBe('40404040-4040-4040-8040-404040404040');
  });

  test.each(['now', 'millis', 'random', 'uuid', 'shuffle', 'count'])(
    'reads a variable that has the name of the function $%s',
    async (name) => {
      expect(await evaluate(`$${name}`, {}, { [name]: 5 })).toBe(5);
    },
  );

  test('tells the time also where a variable is named as what that needs', async () => {
    expect(await evaluate('$now()', {}, { millis: 'not a function' })).toBe('2026-01-01T12:00:00.000Z');
  });
});
