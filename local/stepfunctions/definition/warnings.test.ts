import { describe, expect, test } from '@jest/globals';
import { definitionWarnings } from './validate';

const warned = (state: object, machine: object = {}) =>
  definitionWarnings(JSON.stringify({ ...machine, StartAt: 's', States: { s: state } })).map(
    ({ severity, code, location }) => `${severity} ${code} ${location}`,
  );
const inner = (state: object) => ({ StartAt: 'i', States: { i: state } });

test("the example of AWS's API reference is told in its words", () => {
  const States = {
    HelloWorld: { Type: 'Pass', Parameters: { a: '$.a' }, Result: { 'c.$': '$.c' }, Next: 'FailState' },
    FailState: { Type: 'Fail', Error: '$.error', Cause: '$.cause' },
  };
  const severity = 'WARNING';
  expect(definitionWarnings(JSON.stringify({ StartAt: 'HelloWorld', States }))).toEqual([
    {
      severity,
      code: 'NO_DOLLAR',
      message:
        "The value of 'a' looks like a JSONPath. Instead of 'a', use 'a.$' to evaluate it as a JSONPath at runtime.",
      location: '/States/HelloWorld/Parameters',
    },
    {
      severity,
      code: 'PASS_RESULT_IS_STATIC',
      message:
        "The value of 'c.$' will not evaluate as a JSONPath or Intrinsic Function at runtime. Instead of 'Result', use " +
        "'Parameters' to evaluate it as a JSONPath or Intrinsic Function at runtime.",
      location: '/States/HelloWorld/Result',
    },
    {
      severity,
      code: 'NO_PATH',
      message:
        "The value of 'Error' looks like a JSONPath. Instead of 'Error', use 'ErrorPath' to evaluate it as a JSONPath at " +
        'runtime.',
      location: '/States/FailState/Error',
    },
    {
      severity,
      code: 'NO_PATH',
      message:
        "The value of 'Cause' looks like a JSONPath. Instead of 'Cause', use 'CausePath' to evaluate it as a JSONPath at " +
        'runtime.',
      location: '/States/FailState/Cause',
    },
  ]);
});

describe('a state in JSONPath is warned of', () => {
  test.each<[object, string[]]>([
    [{ Parameters: { a: { b: [{ c: '$$.Execution.Id' }] } } }, ['NO_DOLLAR /States/s/Parameters']],
    [{ ResultSelector: { a: "States.Format('{}', $.b)" } }, ['NO_DOLLAR /States/s/ResultSelector']],
    [
      { ItemSelector: { a: '$variable.b' }, Assign: { a: '$' } },
      ['NO_DOLLAR /States/s/ItemSelector', 'NO_DOLLAR /States/s/Assign'],
    ],
    [{ Catch: [{ Assign: { a: '$.b' } }] }, ['NO_DOLLAR /States/s/Catch[0]/Assign']],
    [{ ItemReader: { Parameters: { Key: '$.key' } } }, ['NO_DOLLAR /States/s/ItemReader/Parameters']],
    [{ ItemBatcher: { BatchInput: { a: '$.b' } } }, ['NO_DOLLAR /States/s/ItemBatcher/BatchInput']],
    [{ Result: '$.a' }, ['PASS_RESULT_IS_STATIC /States/s/Result']],
    [{ Result: [{ a: 'States.UUID()' }] }, ['PASS_RESULT_IS_STATIC /States/s/Result']],
    [{ Choices: [{ Variable: '$.a', StringEquals: '$.b' }] }, ['NO_PATH /States/s/Choices[0]/StringEquals']],
    [
      { Choices: [{ Not: { And: [{ StringLessThan: '$.b' }] } }] },
      ['NO_PATH /States/s/Choices[0]/Not/And[0]/StringLessThan'],
    ],
    [{ Branches: [inner({ Error: '$.e' })] }, ['NO_PATH /States/s/Branches[0]/States/i/Error']],
    [{ ItemProcessor: inner({ Result: '$.a' }) }, ['PASS_RESULT_IS_STATIC /States/s/ItemProcessor/States/i/Result']],
  ])('%j', (state, expected) => {
    expect(warned(state)).toEqual(expected.map((warning) => `WARNING ${warning}`));
  });

  test('what an intrinsic function would need', () => {
    const [warning] = definitionWarnings(JSON.stringify({ States: { s: { Parameters: { a: 'States.UUID()' } } } }));
    expect(warning?.message).toBe(
      "The value of 'a' looks like an Intrinsic Function. Instead of 'a', use 'a.$' to evaluate it as an Intrinsic Function " +
        'at runtime.',
    );
  });
});

test.each<[object]>([
  [{ Parameters: { 'a.$': '$.a', b: 'text', c: '$5', d: 'costs $.50', e: 'States', f: 5 } }],
  [{ Result: { a: 'text', b: null }, InputPath: '$.a', Comment: '$.a' }],
  [{ Choices: [{ Variable: '$.a', StringMatches: '$.*' }, { StringEqualsPath: '$.b' }] }],
  // Of fields of another type a text is an error already.
  [{ Seconds: '$.a', TimeoutSeconds: '$.a', Timestamp: '$.a' }],
  [{ ErrorPath: '$.e', Cause: 'Because.' }],
])('nothing is said of %j', (state) => {
  expect(warned(state)).toEqual([]);
});

test('JSONata has neither paths nor intrinsic functions', () => {
  const state = { Parameters: { a: '$.a' }, Error: '$.e', Result: '$.a' };
  expect(warned({ ...state, QueryLanguage: 'JSONata' })).toEqual([]);
  expect(warned(state, { QueryLanguage: 'JSONata' })).toEqual([]);
});

test('what is wrong with a definition is no business of warnings', () => {
  for (const text of ['', '{', '[]', '{}', '{"States":[]}', '{"States":{"s":5,"t":{"Choices":[5],"Catch":5}}}']) {
    expect(definitionWarnings(text)).toEqual([]);
  }
});
