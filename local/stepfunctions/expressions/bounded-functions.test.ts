import { describe, expect, test } from '@jest/globals';
import jsonata from 'jsonata';
import { Expression } from './expression';

const evaluate = (source: string) =>
  new Expression(source).evaluate({ states: {}, variables: {}, now: 0, random: () => 0.5 });

const told = (error: { code?: string; message?: string }) => `${error.code}: ${error.message}`;

describe("JSONata's functions within bounds", () => {
  test.each([
    '$count($distinct([1..300000]))',
    '$count($sort([1..300000]))',
    '$count($spread($partition([1..300000], 3)))',
    '$max([1..300000]) - $min([1..300000])',
  ])('%s comes to an end', async (source) => {
    expect(await evaluate(source)).toEqual(expect.any(Number));
  });

  test.each([
    "$distinct([1, '1', 1, true, 'true', null, 'null', [1, 2], [1, 2], [2, 1], {'a': 1, 'b': 2}, {'b': 2, 'a': 1}, [[]]])",
    '$distinct([1, 1])',
    '$distinct([])',
    '$distinct(5)',
    '$count($distinct([0/0, 0/0, 0, -0]))',
    '$count($distinct([$sum, $sum, $count, function($x) { $x }, function($x) { $x }]))',
    '$distinct([1..3].(1))',
    '[1, 1, 2].$distinct([$, $])',
    "$pad('a', 5) & '|' & $pad('a', -5, '#-') & $pad('a\u{1f600}', 4, '\u{1f600}') & $pad('abc', 2) & $pad('a', 4, '')",
    "$pad('abc', 0/0)",
    "$map(['a', 'b'], $length)",
    "($five := $pad(?, 5, '.'); $five('a'))",
    "['a', 'b'] ~> $map($pad(?, 3, '-')) ~> $join('+')",
    "$spread([{'a': 1, 'b': 2}, {'c': 3}, 4, [{'d': 5}]])",
    "$spread({'a': 1})",
    "$spread([{'a': 1}])",
    "$spread('a')",
    '$count($spread([]))',
    '$max([1, 3, 2]) + $min(4) + $max([-1])',
    '$exists($max([]))',
    '$sort([3, 1, 2])',
    "$sort(['b', 'a', 'B'])",
    "$sort([{'n': 2, 'a': 1}, {'n': 1}, {'n': 2, 'a': 2}], function($l, $r) { $l.n > $r.n })",
    '$sort([3, 1, 2], function($l, $r) { $l < $r })',
    "$sort([1, 'a'])",
    '$sort([1/0, 1])',
    '$sort([0/0, 1])',
    "$replace('abcab', /a(b)/, '[$1]') & $replace('aaa', 'a', 'b', 2)",
    "$match('ababb', /a(b+)/)",
    "$split('a1b22c', /[0-9]+/)",
    "$split('abc', '')",
    "$replace('aXb', /[A-Z]/, function($m) { $lowercase($m.match) })",
    "'a' & 1 & [1, {'a': null}] & true & nothing & null & $sum",
    '1 & 1/0',
    "'x' ~> 'a' & 'b'",
    "['a', 'b'].($ & $)[0] & {'k' & 1: 'v' & 2}.k1",
    "('a' & 'b') = 'ab' ? 'y' & 'es' : 'no'",
    '$length(1)',
    '[1,2,3] ~> $reduce($append)',
    "'abc' ~> $substring(1) ~> $uppercase",
  ])('%s gives what it gives without them', async (source) => {
    const expected = await jsonata(source)
      .evaluate(undefined)
      .then((value) => JSON.parse(JSON.stringify(value)), told);
    const found = await evaluate(source).catch((error: { reason: string }) =>
      error.reason.replace('threw an error during evaluation. ', ''),
    );
    expect(found).toEqual(expected);
  });
});
