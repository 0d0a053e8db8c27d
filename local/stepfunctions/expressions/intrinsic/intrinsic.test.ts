import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../json';
import { JsonPathSyntaxError } from '../json-path/errors';
import { IntrinsicFault } from './functions';
import { Intrinsic } from './intrinsic';
import { IntrinsicSyntaxError } from './parse';

const context = { Execution: { Name: 'run', Input: { n: 5 } } };
const evaluate = (source: string, root: JsonValue = {}, variables: JsonObject = {}) =>
  new Intrinsic(source).evaluate({ root, context, variables }, () => 0.5);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('an intrinsic function', () => {
  test.each<[string, JsonValue, JsonValue]>([
    ["States.Format('{} and {}', $.a, $$.Execution.Name)", { a: 'x' }, 'x and run'],
    ["States.Format('{}|{}|{}', $.n, $.t, 1.5)", { n: null, t: true }, 'null|true|1.5'],
    ["States.Format('{}', $.o)", { o: { a: 1, b: [true, 'x'] } }, '{a=1, b=[true, x]}'],
    ["States.Format('\\'\\{\\}\\\\')", {}, "'{}\\"],
    ['States.Format($.template, 1)', { template: 'n={}' }, 'n=1'],
    ['States.StringToJson($.s)', { s: ' {"a":[1]} ' }, { a: [1] }],
    ["States.StringToJson('')", {}, null],
    ['States.JsonToString($)', { a: [null] }, '{"a":[null]}'],
    ['States.Array()', {}, []],
    ["States.Array('a', 1, null, $.l)", { l: [2] }, ['a', 1, null, [2]]],
    ['States.ArrayPartition($.l, 2.9)', { l: [1, 2, 3] }, [[1, 2], [3]]],
    ['States.ArrayContains($.l, $.o)', { l: [{ a: 1, b: 2 }], o: { b: 2, a: 1 } }, true],
    ["States.ArrayContains($.l, '1')", { l: [1] }, false],
    ['States.ArrayRange(1, 9, 4)', {}, [1, 5, 9]],
    ['States.ArrayRange(5, 1, -2)', {}, [5, 3, 1]],
    ['States.ArrayRange(5, 1, 1)', {}, []],
    ['States.ArrayRange(5.4, -0.6, -2.4)', {}, [5, 3, 1]],
    ['States.ArrayGetItem($.l, 1.2)', { l: [10, 20, 30] }, 20],
    ['States.ArrayGetItem($.l, 9)', { l: [] }, null],
    ['States.ArrayLength($.l[*].nope)', { l: [1] }, 0],
    ['States.ArrayUnique($.l)', { l: [1, '1', 1, '01', 2] }, [1, '1', '01', 2]],
    ['States.ArrayUnique($.l)', { l: [true, false, true] }, [false, true]],
    [
      'States.ArrayUnique($.l)',
      {
        l: [
          [1, 2],
          [1, 2],
          [2, 1],
        ],
      },
      [
        [2, 1],
        [1, 2],
      ],
    ],
    ["States.Base64Encode('こんにちは')", {}, '44GT44KT44Gr44Gh44Gv'],
    ["States.Base64Decode('abc')", {}, 'i\ufffd'],
    ["States.Base64Decode('')", {}, ''],
    ["States.Base64Decode('YQ')", {}, 'a'],
    ["States.Base64Decode('YQ==')", {}, 'a'],
    ["States.Base64Decode('44GT44KT44Gr44Gh44Gv')", {}, 'こんにちは'],
    ["States.Hash('a', 'SHA-256')", {}, sha256('a')],
    ["States.Hash($.o, 'SHA-256')", { o: { a: 1 } }, sha256('{"a":1}')],
    ['States.JsonMerge($.a, $.b, false)', { a: { x: 1, y: { z: 1 } }, b: { y: 2 } }, { x: 1, y: 2 }],
    ['States.MathAdd(1.6, 2.7)', {}, 5],
    ['States.MathAdd($$.Execution.Input.n, -7)', {}, -2],
    ['States.MathRandom(1, 11)', {}, 6],
    ["States.StringSplit('1+2,3.4', '.+,')", {}, ['1', '2', '3', '4']],
    ["States.StringSplit(',a,,b,', ',')", {}, ['a', 'b']],
  ])('%s', (source, root, expected) => {
    expect(evaluate(source, root)).toEqual(expected);
  });

  test('reads variables', () => {
    const source = 'States.MathAdd($count, States.ArrayLength($list.items))';
    expect(evaluate(source, {}, { count: 1, list: { items: [1, 2] } })).toBe(3);
    expect(new Intrinsic(source).variables).toEqual(['count', 'list']);
  });

  test('with the same seed gives the same random number', () => {
    const source = 'States.MathRandom(1, 1000, 42)';
    expect(evaluate(source)).toBe(new Intrinsic(source).evaluate({ root: {}, context, variables: {} }, () => 0.9));
  });

  test('UUID makes one of version 4', () => {
    expect(evaluate('States.UUID( )')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});

describe('arguments that a function does not take', () => {
  test.each<[string, JsonValue]>([
    ["States.Format('{} {}', 1)", {}],
    ["States.Format('{}', 1, 2)", {}],
    ['States.Format(1)', {}],
    ["States.StringToJson('{')", {}],
    ['States.StringToJson($.o)', { o: {} }],
    ["States.ArrayPartition('a', 1)", {}],
    ['States.ArrayPartition($.l, 0.9)', { l: [1] }],
    ['States.ArrayContains(1, 1)', {}],
    ['States.ArrayRange(1, 1001, 1)', {}],
    ['States.ArrayRange(1, 5, 0.4)', {}],
    ["States.ArrayRange('1', 5, 1)", {}],
    ['States.ArrayGetItem($.l, 1)', { l: [1] }],
    ['States.ArrayGetItem($.l, -1)', { l: [1] }],
    ["States.ArrayLength('a')", {}],
    ['States.ArrayUnique($.o)', { o: {} }],
    ['States.Base64Encode(1)', {}],
    ['States.Base64Encode($.s)', { s: 'a'.repeat(10_001) }],
    ["States.Base64Decode('!!!')", {}],
    ["States.Base64Decode('aGVsbG8gd29ybGQ=x')", {}],
    ["States.Base64Decode('aGVs bG8=')", {}],
    ["States.Base64Decode('YQ=')", {}],
    ["States.Base64Decode('Y')", {}],
    ["States.Base64Decode('_-8=')", {}],
    ["States.Hash('a', 'SHA256')", {}],
    ['States.JsonMerge($.o, $.o, true)', { o: {} }],
    ["States.JsonMerge($.o, $.o, 'x')", { o: {} }],
    ['States.JsonMerge($.o, $.o, null)', { o: {} }],
    ['States.JsonMerge($.o, $.o, 0)', { o: {} }],
    ['States.JsonMerge($.o, $.l, false)', { o: {}, l: [] }],
    ['States.MathAdd(2147483647, 1)', {}],
    ["States.MathAdd('1', 1)", {}],
    ['States.MathRandom(1, 1)', {}],
    ["States.StringSplit(1, ',')", {}],
  ])('%s', (source, root) => {
    const name = /^States\.\w+/.exec(source)?.[0];
    expect(() => evaluate(source, root)).toThrow(IntrinsicFault);
    expect(() => evaluate(source, root)).toThrow(
      `The function '${source}' had the following error: Invalid arguments in ${name}`,
    );
  });

  test.each([
    ["States.Format('{', 1)", "matching '}' not found for '{'."],
    [
      "States.Format('{}', $.nope)",
      "The JsonPath argument for the field '$.nope' could not be found in the input '{\"l\":[1]}'",
    ],
    ["States.Format('{}', $.l[5])", "The JsonPath argument for the field '$.l[5]' could not be found"],
    ["States.Format('{}', $$.Nope)", "The JsonPath argument for the field '$.Nope' could not be found"],
    ["States.Format('{}', $.l[0][0])", 'Filter: [0] can only be applied to arrays. Current context is: 1'],
    [
      "States.Format('{}', States.Format('{}', $.a))",
      "The function 'States.Format('{}', States.Format('{}', $.a))' had",
    ],
  ])('%s: %s', (source, message) => {
    expect(() => evaluate(source, { l: [1] })).toThrow(message);
  });
});

test.each([
  'States.Nope()',
  'States.UUID(1)',
  'States.MathAdd(1)',
  "States.Format('a'",
  "States.Format('a', )",
  "States.Format('\\n')",
  'States.Format(a)',
  'States.UUID() x',
  `${'States.Array('.repeat(11)}1${')'.repeat(11)}`,
])('%s is no call', (source) => {
  expect(() => new Intrinsic(source)).toThrow(IntrinsicSyntaxError);
});

test('a broken path in a call is said to be one', () => {
  expect(() => new Intrinsic('States.JsonToString($a b)')).toThrow(JsonPathSyntaxError);
});
