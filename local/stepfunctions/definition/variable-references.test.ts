import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../json';
import { variableReferences } from './variable-references';

const END = { Type: 'Pass', End: true };
/** The references of a state that follows one which assigns the variables a, b and c. */
function referencesOf(state: JsonObject, queryLanguage: string) {
  const first = { Type: 'Pass', Assign: { a: 1, b: 2, c: 3 }, Next: 'state' };
  const machine = { QueryLanguage: queryLanguage, StartAt: 'first', States: { first, state } };
  return variableReferences(JSON.stringify(machine));
}

describe('JSONPath', () => {
  test.each<[JsonObject, string[]]>([
    [{ InputPath: '$b', OutputPath: '$a.x', ResultPath: '$.c' }, ['a', 'b']],
    [{ Parameters: { 'x.$': '$a', y: '$b', z: [{ 'x.$': '$c[0]' }] } }, ['a', 'c']],
    [{ Parameters: { 'x.$': "States.Format('$b {}', $a, $.c, $$.Execution.Id)" } }, ['a']],
    [{ Parameters: { somePath: '$a' } }, []],
    [{ Result: { 'x.$': '$a' }, Assign: { 'a.$': '$b' } }, ['b']],
    [{ Type: 'Wait', SecondsPath: '$a' }, ['a']],
    [{ Type: 'Fail', ErrorPath: '$a', CausePath: 'States.Format($b)' }, ['a', 'b']],
    [{ Catch: [{ ErrorEquals: ['States.ALL'], Assign: { 'x.$': '$c' }, Next: 'first' }] }, ['c']],
    [{ Type: 'Choice', Choices: [{ Not: { Variable: '$b', StringEqualsPath: '$a' }, Next: 'first' }] }, ['a', 'b']],
    [{ ItemReader: { ReaderConfig: { MaxItemsPath: '$a' }, Parameters: { 'Key.$': '$b' } } }, ['a', 'b']],
  ])('%j', (fields, names) => {
    expect(referencesOf({ ...END, ...fields }, 'JSONPath')).toEqual(names.length > 0 ? { state: names } : {});
  });
});

describe('JSONata', () => {
  test.each<[JsonObject, string[]]>([
    [{ Output: { x: '{% $b + $a %}', y: '$c' } }, ['a', 'b']],
    [{ Output: '{% $states.input.a %}' }, []],
    [{ Output: '{% ($c := 1; $c + $a) %}' }, ['a']],
    [{ Output: '{% $map([1], function($a) { $a + $b }) %}' }, ['b']],
    [{ Output: '{% $sum($a[x = $b]) %}' }, ['a', 'b']],
    [{ Output: '{% $map($c, $string) %}' }, ['c']],
    [{ Type: 'Choice', Choices: [{ Condition: '{% $a > 1 ? $b : $c %}', Next: 'first' }] }, ['a', 'b', 'c']],
  ])('%j', (fields, names) => {
    expect(referencesOf({ ...END, ...fields }, 'JSONata')).toEqual(names.length > 0 ? { state: names } : {});
  });
});

test('states within states are told by their own names', () => {
  const inner = { StartAt: 'inner', States: { inner: { ...END, Parameters: { 'x.$': '$b' } } } };
  const map = { Type: 'Map', ItemsPath: '$a', ItemProcessor: inner, End: true };
  expect(referencesOf(map, 'JSONPath')).toEqual({ state: ['a'], inner: ['b'] });
  const parallel = { Type: 'Parallel', Branches: [inner], End: true };
  expect(referencesOf(parallel, 'JSONPath')).toEqual({ inner: ['b'] });
});
