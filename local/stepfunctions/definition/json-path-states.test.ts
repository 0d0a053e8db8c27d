import { describe, expect, test } from '@jest/globals';
import { block, faultsOf, SCHEMA, withState } from '../testing/faulty-definitions';
import type { StateType } from './machine';

describe('a state in JSONPath', () => {
  test('has no Condition in its choices', () => {
    expect(faultsOf(withState('Choice', {}))).toBe(
      `${SCHEMA}The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the 'JSONata' QueryLanguage at /States/s/Choices[0]`,
    );
  });

  test.each<[StateType, object, string]>([
    ['Pass', { Parameters: { 'a.$': '$.b', c: [{ 'd.$': "States.Format('{}', $$.Execution.Name)" }] } }, ''],
    ['Pass', { InputPath: null, ResultPath: null, OutputPath: "$['a'][0:2]", Result: 1 }, ''],
    ['Pass', { Assign: { 'a.$': '$.b', c: 1 } }, ''],
    [
      'Pass',
      { Parameters: { 'a.$': 'b' } },
      "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call at /States/s/Parameters",
    ],
    ['Pass', { Parameters: { a: { 'b.$': "States.Format('\\n')" } } }, "field 'b.$' must be a valid JSONPath or"],
    ['Pass', { Parameters: { 'a.$': 'States.Nope()' } }, "field 'a.$' must be a valid JSONPath or"],
    ['Pass', { Parameters: { 'a.$': 'States.UUID(1)' } }, "field 'a.$' must be a valid JSONPath or"],
    ['Pass', { InputPath: 'a' }, 'Value must be a valid JSONPath. at /States/s/InputPath'],
    ['Pass', { ResultPath: '$.a[*]' }, 'must be a reference path at /States/s/ResultPath'],
    ['Pass', { ResultPath: '$$.a' }, 'must be a reference path'],
    ['Pass', { Assign: { '1a.$': '$' } }, "INVALID_VARIABLE_NAME: Invalid variable name '1a'"],
    [
      'Task',
      { TimeoutSeconds: 5, TimeoutSecondsPath: '$.t' },
      'There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath] at',
    ],
    ['Task', { HeartbeatSecondsPath: 5 }, 'Expected value of type String at /States/s/HeartbeatSecondsPath'],
    ['Task', { Credentials: {} }, "The field 'RoleArn' is required but was missing at /States/s/Credentials"],
    ['Task', { Catch: [{ ErrorEquals: ['A'], Next: 'end', ResultPath: '$..a' }] }, 'at /States/s/Catch[0]/ResultPath'],
    ['Wait', { Seconds: undefined, SecondsPath: '$.s' }, ''],
    [
      'Wait',
      { SecondsPath: '$.s' },
      'There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at',
    ],
    ['Fail', { ErrorPath: '$.e', CausePath: "States.Format('{}', $.c)" }, ''],
    [
      'Fail',
      { Error: 'E', ErrorPath: '$.e' },
      'There should only be one of the following fields: [Error, ErrorPath] at',
    ],
    ['Map', { ItemsPath: '$.a', Parameters: { 'b.$': '$$.Map.Item.Value' } }, ''],
    [
      'Pass',
      { Parameters: { list: [{ a: 1, 'a.$': '$.x' }] } },
      "Duplicate field 'a': its value is given by both 'a' and 'a.$' at /States/s/Parameters",
    ],
    [
      'Pass',
      { Assign: { v: 1, 'v.$': '$.x' } },
      "Duplicate field 'v': its value is given by both 'v' and 'v.$' at /States/s/Assign",
    ],
    ['Pass', { Parameters: { a: { 'b.$': '$.x' }, 'b.$': '$.x', c: { b: 1 } } }, ''],
    [
      'Map',
      { ItemSelector: {}, Parameters: {} },
      'There should only be one of the following fields: [ItemSelector, Parameters] at /States/s',
    ],
    ['Map', { ItemProcessor: undefined, Iterator: block }, ''],
    [
      'Map',
      { ItemsPath: '$.a[*]' },
      'Value is not a Reference Path: The value must be a reference path at /States/s/ItemsPath',
    ],
    ['Map', { Iterator: block }, 'There should only be one of the following fields: [ItemProcessor, Iterator] at'],
    ['Map', { MaxConcurrencyPath: 'x' }, 'at /States/s/MaxConcurrencyPath'],
    ['Map', { MaxConcurrencyPath: '$.a[*]' }, 'Value is not a Reference Path'],
    ['Map', { MaxConcurrencyPath: '$$.Execution.Input.n' }, 'Value is not a Reference Path'],
    ['Map', { MaxConcurrencyPath: '$most' }, ''],
    ['Map', { ItemsPath: '$$.Execution.Input.items' }, ''],
    ['Map', { MaxConcurrency: '1' }, 'Expected value of type Integer at /States/s/MaxConcurrency'],
    ['Task', { TimeoutSeconds: '5' }, 'Expected value of type Integer at /States/s/TimeoutSeconds'],
    ['Wait', { Seconds: '5' }, 'Expected value of type Integer at /States/s/Seconds'],
  ])('%s %j: %s', (type, fields, message) => {
    const definition = withState(type, fields);
    const found = faultsOf(definition);
    if (message === '') expect(found).toBe('');
    else expect(found).toContain(message);
  });

  test.each<[object, string]>([
    [{ Variable: '$.a', StringEquals: 'b' }, ''],
    [{ Variable: '$.a', TimestampLessThanPath: '$$.Execution.StartTime' }, ''],
    [{ And: [{ Variable: '$.a', IsPresent: true }, { Not: { Variable: '$.a', IsNull: true } }] }, ''],
    [{ Variable: '$.a' }, 'This object should have only one of the following fields: [BooleanEquals, '],
    [
      { Variable: '$.a', StringEquals: 'b', IsNull: true },
      'There should only be one of the following fields: [BooleanEquals, ',
    ],
    [
      { StringEquals: 'b' },
      'The object must have only one of the following fields, [And, Or, Not, Variable, Condition] at',
    ],
    [{ Variable: '$.a', NumericEquals: '1' }, 'Expected value of type Number at /States/s/Choices[0]/NumericEquals'],
    [{ Variable: '$.a', IsPresent: 'yes' }, 'Expected value of type Boolean'],
    [{ Variable: '$.a', TimestampEquals: '2026-01-01' }, 'String does not match RFC3339 timestamp'],
    [{ Variable: '$.a', TimestampEquals: '2026-01-01T00:00:00+19:00' }, 'String does not match RFC3339 timestamp'],
    [
      { Variable: '$.a', StringEqualsPath: 'b' },
      "Value is not a Reference Path: Reference path didn't start with '$' at",
    ],
    [{ Or: [] }, 'Value cannot be empty at /States/s/Choices[0]/Or'],
    [
      { Not: { Variable: '$.a', IsNull: true, Next: 'end' } },
      "Field 'Next' is not supported at /States/s/Choices[0]/Not",
    ],
    [{ Variable: '$.a', StringLike: 'b' }, "Field 'StringLike' is not supported at /States/s/Choices[0]"],
  ])('Choice with the rule %j: %s', (rule, message) => {
    const found = faultsOf(withState('Choice', { Choices: [{ ...rule, Next: 'end' }] }));
    if (message === '') expect(found).toBe('');
    else expect(found).toContain(message);
  });
});
