import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../json';
import type { StateType } from './machine';
import { describeDiagnostics, validateDefinition } from './validate';

const integrations = {
  supports: (resource: string, pattern?: string) => resource === 'lambda:invoke' && pattern !== 'sync',
  call: () => new Promise<never>(() => {}),
};
const faultsOf = (definition: unknown, type: 'STANDARD' | 'EXPRESS' = 'STANDARD') => {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  return describeDiagnostics(validateDefinition(text, type, integrations).diagnostics);
};
const jsonata = (definition: object) => faultsOf({ QueryLanguage: 'JSONata', ...definition });
const end = { Type: 'Succeed' };
const LAMBDA = 'arn:aws:states:::lambda:invoke';

/** A right state of each type, that leads to `end` if it leads anywhere. */
const block = { StartAt: 'inner', States: { inner: { Type: 'Succeed' } } };
const RIGHT: Record<StateType, JsonObject> = {
  Pass: { Type: 'Pass', Next: 'end' },
  Task: { Type: 'Task', Resource: LAMBDA, Next: 'end' },
  Choice: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'end' }] },
  Wait: { Type: 'Wait', Seconds: 1, Next: 'end' },
  Succeed: { Type: 'Succeed' },
  Fail: { Type: 'Fail' },
  Parallel: { Type: 'Parallel', Branches: [block], Next: 'end' },
  Map: { Type: 'Map', ItemProcessor: block, Next: 'end' },
};
const withState = (type: StateType, fields: object) => {
  const s = { ...RIGHT[type], ...fields };
  return { StartAt: 's', States: type === 'Succeed' || type === 'Fail' ? { s } : { s, end } };
};
const SCHEMA = 'SCHEMA_VALIDATION_FAILED: ';

describe('a definition', () => {
  test.each(Object.keys(RIGHT) as StateType[])('with a right %s state has no faults', (type) => {
    expect(jsonata(withState(type, {}))).toBe('');
  });

  test.each([
    ['', 'SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object'],
    [' ', 'SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object'],
    ['[]', 'SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object'],
    ['{', expect.stringContaining('INVALID_JSON_DESCRIPTION: ')],
    ['{}', `${SCHEMA}These fields are required: [States, StartAt] at /`],
    [
      { QueryLanguage: 'JSONata', States: {}, StartAt: 'a' },
      expect.stringContaining('Value cannot be empty at /States'),
    ],
  ])('%j: %s', (definition, message) => {
    expect(faultsOf(definition)).toEqual(message);
  });

  test.each([
    [LAMBDA, ''],
    [
      `${LAMBDA}.waitForTaskToken`,
      "Express state machine does not support '.waitForTaskToken' service integration  at ",
    ],
    [`${LAMBDA}.sync`, "Express state machine does not support '.sync' service integration at /States/s/Resource"],
    [
      'arn:aws:states:ap-northeast-1:000000000000:activity:a',
      'Express state machine does not support Activity ARN at ',
    ],
  ])('of an EXPRESS state machine with %s: %j', (Resource, message) => {
    expect(faultsOf(withState('Task', { Resource }), 'EXPRESS')).toContain(message);
  });
});

describe('transitions', () => {
  test.each([
    [
      { StartAt: 'a', States: { a: { Type: 'Pass', Next: 'b' } } },
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: b at /States/a/Next",
    ],
    [
      { StartAt: 'b', States: { end } },
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: b at /StartAt, " +
        'MISSING_TRANSITION_TARGET: State "end" is not reachable. at /States/end',
    ],
    [
      {
        StartAt: 'a',
        States: { a: { Type: 'Pass', Next: 'b' }, b: { Type: 'Pass', Next: 'a' }, lost: { Type: 'Pass', Next: 'a' } },
      },
      'MISSING_END_STATE: Workflow has no terminal state at null',
    ],
    [
      { StartAt: 'end', States: { end, lost: { Type: 'Succeed' } } },
      'MISSING_TRANSITION_TARGET: State "lost" is not reachable. at /States/lost',
    ],
    [withState('Choice', { Default: 'x' }), "MISSING_TRANSITION_TARGET: Missing 'Next' target: x at /States/s/Default"],
    [
      withState('Task', { Catch: [{ ErrorEquals: ['A'], Next: 'x' }] }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: x at /States/s/Catch[0]/Next",
    ],
    [
      withState('Parallel', { Branches: [{ StartAt: 'p', States: { p: { Type: 'Pass', Next: 'end' } } }] }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: end at /States/s/Branches[0]/States/p/Next",
    ],
    [
      withState('Map', { ItemProcessor: { StartAt: 'end', States: { end } } }),
      'DUPLICATE_STATE_NAME: Duplicate State name: end at ',
    ],
  ])('%#: %j', (definition, message) => {
    expect(jsonata(definition)).toContain(message);
  });

  test.each([
    [{ End: true }, 'There should only be one of the following fields: [Next, End] at /States/s'],
    [{ Next: undefined }, 'This object should have only one of the following fields: [Next, End] at /States/s'],
    [{ Next: undefined, End: false }, 'This object should have only one of the following fields: [Next, End]'],
    [{ End: false }, ''],
  ])('need exactly one end: %j', (fields, message) => {
    const found = jsonata(withState('Pass', fields));
    if (message === '') expect(found).toBe('');
    else expect(found).toContain(message);
  });

  test('within a state need no end', () => {
    const loop = { StartAt: 'a', States: { a: { Type: 'Pass', Next: 'b' }, b: { Type: 'Pass', Next: 'a' } } };
    expect(jsonata(withState('Map', { ItemProcessor: loop }))).toBe('');
  });
});

describe('a state', () => {
  test.each<[StateType, object, string]>([
    ['Pass', { Typo: 1 }, "Field 'Typo' is not supported at /States/s"],
    [
      'Pass',
      { Type: 'Loop' },
      'should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/s/Type',
    ],
    ['Pass', { Output: '{% 1 + %}' }, 'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/s/Output'],
    [
      'Pass',
      { Output: { a: '{% one + two %}' } },
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'one' at the top level is not supported. at /States/s/Output/a, " +
        "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'two' at the top level is not supported. at /States/s/Output/a",
    ],
    ['Pass', { Output: '{% $states.result %}' }, "Field '$states.result' does not exist. at /States/s/Output"],
    ['Task', { Arguments: { a: '{% $states.result %}' } }, "Field '$states.result' does not exist."],
    ['Task', { Output: '{% $states.result & $states.errorOutput %}' }, "Field '$states.errorOutput' does not exist."],
    [
      'Pass',
      { Output: { a: ['{% 1 '] } },
      'JSONata string must start with {% and end with %} at /States/s/Output/a[0]',
    ],
    ['Pass', { Output: ' {% 1 %}' }, 'JSONata string must start with {% and end with %} at /States/s/Output'],
    [
      'Pass',
      { Assign: { states: 1 } },
      "RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/s/Assign/states",
    ],
    [
      'Pass',
      { Assign: { '1a': 1 } },
      "INVALID_VARIABLE_NAME: Invalid variable name '1a': the variable name contains invalid characters.",
    ],
    ['Pass', { Assign: { _a: 1 } }, "Invalid variable name '_a'"],
    ['Pass', { Assign: { a: '{% ( %}' } }, 'INVALID_JSONATA_EXPRESSION: Expected ")" before end of expression'],
    ['Pass', { Assign: [] }, 'Expected value of type Object at /States/s/Assign'],
    ['Succeed', { Assign: { a: 1 } }, "Field 'Assign' is not supported"],
    [
      'Task',
      { Resource: 'arn:aws:states:::lambda:invok' },
      'The resource provided arn:aws:states:::lambda:invok is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/s/Resource',
    ],
    ['Task', { Resource: `${LAMBDA}.sync` }, 'is not recognized'],
    ['Task', { Resource: undefined }, 'These fields are required: [Resource] at /States/s'],
    ['Task', { Arguments: 1 }, 'Expected value of type Object or a JSONata expression at /States/s/Arguments'],
    ['Task', { TimeoutSeconds: 0 }, 'Minimum value is 1 at /States/s/TimeoutSeconds'],
    [
      'Task',
      { TimeoutSeconds: '5' },
      'Expected value of type Integer or a JSONata expression at /States/s/TimeoutSeconds',
    ],
    ['Task', { TimeoutSeconds: 5, HeartbeatSeconds: 5 }, 'HeartbeatSeconds must be smaller than TimeoutSeconds'],
    ['Task', { Retry: {} }, 'Expected value of type Array at /States/s/Retry'],
    ['Task', { Retry: [{}] }, 'These fields are required: [ErrorEquals] at /States/s/Retry[0]'],
    ['Task', { Retry: [{ ErrorEquals: [] }] }, 'Value cannot be empty at /States/s/Retry[0]/ErrorEquals'],
    ['Task', { Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] }, 'must appear alone'],
    [
      'Task',
      { Catch: [{ ErrorEquals: ['A', 'States.ALL'], Next: 'end' }] },
      'must appear alone and at end of list at /States/s/Catch[0]/ErrorEquals[1]',
    ],
    [
      'Task',
      { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] },
      'States.ALL must appear alone and at end of list at /States/s/Retry[0]/ErrorEquals',
    ],
    ['Task', { Retry: [{ ErrorEquals: ['A'], IntervalSeconds: -1 }] }, 'at /States/s/Retry[0]/IntervalSeconds'],
    ['Task', { Resource: 'lambda' }, 'Value is not a valid resource ARN at /States/s/Resource'],
    [
      'Task',
      { Resource: 'arn:aws:states:ap-northeast-1:000000000000:activity:a', Credentials: { RoleArn: 'r' } },
      "The field 'Credentials' is not supported for activities at /States/s/Credentials",
    ],
    ['Task', { Retry: [{ ErrorEquals: ['A'], MaxAttempts: -1 }] }, 'at /States/s/Retry[0]/MaxAttempts'],
    ['Task', { Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] }, 'at /States/s/Retry[0]/BackoffRate'],
    [
      'Task',
      { Retry: [{ ErrorEquals: ['A'], MaxDelaySeconds: 1 }] },
      'MaxDelaySeconds must be greater than IntervalSeconds',
    ],
    [
      'Task',
      { Retry: [{ ErrorEquals: ['A'], JitterStrategy: 'SOME' }] },
      'Value should be one of the following: [NONE, FULL] at',
    ],
    ['Task', { Catch: [{ ErrorEquals: ['A'] }] }, 'These fields are required: [Next] at /States/s/Catch[0]'],
    ['Choice', { Choices: [] }, 'Value cannot be empty at /States/s/Choices'],
    [
      'Choice',
      { Choices: [{ Variable: '$.a', IsNull: true, Next: 'end' }] },
      "The QueryLanguage is set to 'JSONata', but field 'Variable' is only supported for the 'JSONPath' QueryLanguage at /States/s/Choices[0]",
    ],
    ['Choice', { Choices: [{ Next: 'end' }] }, 'These fields are required: [Condition] at /States/s/Choices[0]'],
    [
      'Choice',
      { Choices: [{ Condition: 'yes', Next: 'end' }] },
      'Expected value of type Boolean or a JSONata expression',
    ],
    [
      'Wait',
      { Timestamp: '2026-01-01T00:00:00Z' },
      'There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at',
    ],
    [
      'Wait',
      { Seconds: undefined, Timestamp: '2026-01-01' },
      'String does not match RFC3339 timestamp at /States/s/Timestamp',
    ],
    [
      'Wait',
      { Seconds: undefined, Timestamp: '2025-02-29T10:00:00Z' },
      'String does not match RFC3339 timestamp at /States/s/Timestamp',
    ],
    ['Wait', { Seconds: 1.5 }, 'Expected value of type Integer at /States/s/Seconds'],
    ['Fail', { Error: 1 }, 'Expected value of type String at /States/s/Error'],
    ['Parallel', { Branches: [] }, 'Value cannot be empty at /States/s/Branches'],
    ['Parallel', { Branches: [{}] }, 'These fields are required: [States, StartAt] at /States/s/Branches[0]'],
    [
      'Map',
      { ItemProcessor: undefined },
      'This object should have only one of the following fields: [ItemProcessor, Iterator] at',
    ],
    ['Map', { Items: 1 }, 'Expected value of type Array or a JSONata expression at /States/s/Items'],
    ['Map', { Items: {} }, 'An object as Items is not supported by the local Step Functions'],
    ['Map', { MaxConcurrency: -1 }, 'at /States/s/MaxConcurrency'],
  ])('%s %j: %s', (type, fields, message) => {
    expect(jsonata(withState(type, fields))).toContain(message);
  });

  test('may not have a name longer than 80 characters', () => {
    const named = (length: number) => ({ StartAt: 'n'.repeat(length), States: { ['n'.repeat(length)]: end } });
    expect(jsonata(named(80))).toBe('');
    expect(jsonata(named(81))).toContain('exceeds the 80-character limit allowed by the service at /States/n');
    expect(jsonata(named(81))).toContain(`INVALID_STATE_NAME: Invalid State name: State '${'n'.repeat(81)}' exceeds`);
  });

  test('in an inner scope may not assign a variable of an outer one', () => {
    const assigning = { StartAt: 'p', States: { p: { Type: 'Pass', Assign: { a: 1, b: 2 }, End: true } } };
    const parallel = { Type: 'Parallel', Branches: [assigning], Assign: { a: 1 }, Next: 'end' };
    const definition = (first: object) => ({
      StartAt: 's0',
      States: { s0: { ...first, Next: 's' }, s: parallel, end },
    });
    expect(jsonata(definition({ Type: 'Pass' }))).toBe('');
    expect(jsonata(definition({ Type: 'Pass', Assign: { b: 1 } }))).toBe(
      `${SCHEMA}The variable 'b' is assigned in an outer scope already; inner scopes cannot assign it at /States/s/Branches[0]/States/p/Assign/b`,
    );
  });
});

describe('the query language', () => {
  const States = { a: { Type: 'Pass', End: true } };

  test('is JSONPath unless the machine or the state says JSONata', () => {
    const InputPath = '$.a';
    expect(faultsOf({ StartAt: 'a', States: { a: { ...States.a, InputPath } } })).toBe('');
    expect(faultsOf({ StartAt: 'a', States: { a: { ...States.a, Output: 1 } } })).toBe(
      `${SCHEMA}The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/a`,
    );
    expect(faultsOf({ StartAt: 'a', States: { a: { ...States.a, QueryLanguage: 'JSONata', Output: 1 } } })).toBe('');
    expect(jsonata({ StartAt: 'a', States: { a: { ...States.a, InputPath } } })).toBe(
      `${SCHEMA}The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/a`,
    );
  });

  test('of a state may not be JSONPath in a JSONata machine', () => {
    expect(jsonata({ StartAt: 'a', States: { a: { ...States.a, QueryLanguage: 'JSONPath' } } })).toBe(
      `${SCHEMA}'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/a`,
    );
  });
});

describe('a query language that there is not', () => {
  const machine = (state: object, more: object = {}) =>
    faultsOf({ ...more, StartAt: 'a', States: { a: { Type: 'Pass', End: true, ...state } } });
  const oneOf = 'Value should be one of the following: [JSONPath, JSONata] at';

  test('is reported, and its states are taken for JSONata', () => {
    expect(machine({ QueryLanguage: 'jsonpath', Output: 1 })).toBe(`${SCHEMA}${oneOf} /States/a/QueryLanguage`);
    expect(machine({ Output: 1 }, { QueryLanguage: 'jsonata' })).toBe(`${SCHEMA}${oneOf} /QueryLanguage`);
    expect(machine({ QueryLanguage: 5 })).toBe(`${SCHEMA}Expected value of type [STRING] at /States/a/QueryLanguage`);
  });

  test('does not keep the state from being checked', () => {
    const found = machine({ QueryLanguage: 'JSONPath', Output: '{% 1 + %}', Typo: 1 }, { QueryLanguage: 'JSONata' });
    expect(found).toContain("'QueryLanguage' can not be 'JSONPath'");
    expect(found).toContain("Field 'Typo' is not supported at /States/a");
    expect(found).not.toContain('field ');
  });
});

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
