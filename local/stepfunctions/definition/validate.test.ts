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
    [{ StartAt: 'b', States: { end } }, "MISSING_TRANSITION_TARGET: Missing 'StartAt' target: b at /StartAt"],
    [
      { StartAt: 'end', States: { end, lost: { Type: 'Succeed' } } },
      'MISSING_TRANSITION_TARGET: State "lost" is not reachable. at /States/lost',
    ],
    [
      withState('Choice', { Default: 'x' }),
      "MISSING_TRANSITION_TARGET: Missing 'Default' target: x at /States/s/Default",
    ],
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

  test.each([{ End: true }, { Next: undefined }, { Next: undefined, End: false }])(
    'need exactly one end: %j',
    (fields) => {
      expect(jsonata(withState('Pass', fields))).toContain(
        'Exactly one of the fields Next and End (true) is required at /States/s',
      );
    },
  );
});

describe('a state', () => {
  test.each<[StateType, object, string]>([
    ['Pass', { Typo: 1 }, "The field 'Typo' is not supported by Step Functions at /States/s/Typo"],
    [
      'Pass',
      { Type: 'Loop' },
      'should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/s/Type',
    ],
    ['Pass', { Output: '{% 1 + %}' }, 'The JSONata expression is invalid: '],
    [
      'Pass',
      { Output: { a: ['{% 1 '] } },
      'A JSONata expression must begin with {% and end with %}, with nothing around it at /States/s/Output/a[0]',
    ],
    ['Pass', { Output: ' {% 1 %}' }, 'with nothing around it at /States/s/Output'],
    ['Pass', { Assign: { states: 1 } }, "'states' is not a valid variable name at /States/s/Assign/states"],
    ['Pass', { Assign: { '1a': 1 } }, 'not a valid variable name'],
    ['Pass', { Assign: { a: '{% ( %}' } }, 'The JSONata expression is invalid'],
    ['Pass', { Assign: [] }, 'Expected value of type Object at /States/s/Assign'],
    ['Succeed', { Assign: { a: 1 } }, "The field 'Assign' is not supported"],
    [
      'Task',
      { Resource: 'arn:aws:states:::lambda:invok' },
      'The resource provided arn:aws:states:::lambda:invok is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/s/Resource',
    ],
    ['Task', { Resource: `${LAMBDA}.sync` }, 'is not recognized'],
    ['Task', { Resource: undefined }, 'These fields are required: [Resource] at /States/s'],
    ['Task', { Arguments: 1 }, 'Expected value of type Object or a JSONata expression at /States/s/Arguments'],
    ['Task', { TimeoutSeconds: 0 }, 'The value must be from 1 to 99999999 at /States/s/TimeoutSeconds'],
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
      { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] },
      'last element only at /States/s/Retry[0]/ErrorEquals',
    ],
    ['Task', { Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 0 }] }, 'at /States/s/Retry[0]/IntervalSeconds'],
    ['Task', { Retry: [{ ErrorEquals: ['A'], MaxAttempts: -1 }] }, 'at /States/s/Retry[0]/MaxAttempts'],
    ['Task', { Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] }, 'at /States/s/Retry[0]/BackoffRate'],
    [
      'Task',
      { Retry: [{ ErrorEquals: ['A'], MaxDelaySeconds: 1 }] },
      'MaxDelaySeconds must be greater than IntervalSeconds',
    ],
    ['Task', { Retry: [{ ErrorEquals: ['A'], JitterStrategy: 'SOME' }] }, '[FULL, NONE]'],
    ['Task', { Catch: [{ ErrorEquals: ['A'] }] }, 'These fields are required: [Next] at /States/s/Catch[0]'],
    ['Choice', { Choices: [] }, 'Value cannot be empty at /States/s/Choices'],
    ['Choice', { Choices: [{ Next: 'end' }] }, 'These fields are required: [Condition] at /States/s/Choices[0]'],
    [
      'Choice',
      { Choices: [{ Condition: 'yes', Next: 'end' }] },
      'Expected value of type Boolean or a JSONata expression',
    ],
    ['Wait', { Timestamp: '2026-01-01T00:00:00Z' }, 'Exactly one of the fields Seconds and Timestamp is required'],
    [
      'Wait',
      { Seconds: undefined, Timestamp: '2026-01-01' },
      'String does not match RFC3339 timestamp at /States/s/Timestamp',
    ],
    ['Wait', { Seconds: 1.5 }, 'Expected value of type Integer at /States/s/Seconds'],
    ['Fail', { Error: 1 }, 'Expected value of type String at /States/s/Error'],
    ['Parallel', { Branches: [] }, 'Value cannot be empty at /States/s/Branches'],
    ['Parallel', { Branches: [{}] }, 'These fields are required: [States, StartAt] at /States/s/Branches[0]'],
    ['Map', { ItemProcessor: undefined }, 'These fields are required: [ItemProcessor] at /States/s'],
    ['Map', { Items: {} }, 'Expected value of type Array or a JSONata expression at /States/s/Items'],
    ['Map', { MaxConcurrency: -1 }, 'at /States/s/MaxConcurrency'],
  ])('%s %j: %s', (type, fields, message) => {
    expect(jsonata(withState(type, fields))).toContain(message);
  });

  test('may not have a name longer than 80 characters', () => {
    const named = (length: number) => ({ StartAt: 'n'.repeat(length), States: { ['n'.repeat(length)]: end } });
    expect(jsonata(named(80))).toBe('');
    expect(jsonata(named(81))).toContain('State name cannot exceed 80 characters');
  });

  test('in an inner scope may not assign a variable of an outer one', () => {
    const assigning = { StartAt: 'p', States: { p: { Type: 'Pass', Assign: { a: 1, b: 2 }, End: true } } };
    const definition = withState('Parallel', { Branches: [assigning], Assign: { b: 1 } });
    expect(jsonata(definition)).toBe(
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

describe('a state in JSONPath', () => {
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
    ['Pass', { InputPath: 'a' }, "The value for the field 'InputPath' must be a valid JSONPath at /States/s/InputPath"],
    ['Pass', { ResultPath: '$.a[*]' }, 'must be a reference path at /States/s/ResultPath'],
    ['Pass', { ResultPath: '$$.a' }, 'must be a reference path'],
    ['Pass', { Assign: { '1a.$': '$' } }, 'not a valid variable name'],
    ['Task', { TimeoutSeconds: 5, TimeoutSecondsPath: '$.t' }, "both 'TimeoutSeconds' and 'TimeoutSecondsPath'"],
    ['Task', { HeartbeatSecondsPath: 5 }, 'Expected value of type String at /States/s/HeartbeatSecondsPath'],
    ['Task', { Credentials: {} }, "The field 'RoleArn' is required but was missing at /States/s/Credentials"],
    ['Task', { Catch: [{ ErrorEquals: ['A'], Next: 'end', ResultPath: '$..a' }] }, 'at /States/s/Catch[0]/ResultPath'],
    ['Wait', { Seconds: undefined, SecondsPath: '$.s' }, ''],
    ['Wait', { SecondsPath: '$.s' }, 'Exactly one of the fields Seconds, Timestamp, SecondsPath and TimestampPath is'],
    ['Fail', { ErrorPath: '$.e', CausePath: "States.Format('{}', $.c)" }, ''],
    ['Fail', { Error: 'E', ErrorPath: '$.e' }, "both 'Error' and 'ErrorPath'"],
    ['Map', { ItemsPath: '$.a', Parameters: { 'b.$': '$$.Map.Item.Value' } }, ''],
    ['Map', { ItemProcessor: undefined, Iterator: block }, ''],
    ['Map', { Iterator: block }, 'ItemProcessor and Iterator are mutually exclusive'],
    ['Map', { MaxConcurrencyPath: 'x' }, 'at /States/s/MaxConcurrencyPath'],
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
    [{ Variable: '$.a' }, 'Exactly one comparison operator, And, Or or Not is required at /States/s/Choices[0]'],
    [{ Variable: '$.a', StringEquals: 'b', IsNull: true }, 'Exactly one comparison operator'],
    [{ StringEquals: 'b' }, 'These fields are required: [Variable]'],
    [{ Variable: '$.a', NumericEquals: '1' }, 'Expected value of type Number at /States/s/Choices[0]/NumericEquals'],
    [{ Variable: '$.a', IsPresent: 'yes' }, 'Expected value of type Boolean'],
    [{ Variable: '$.a', TimestampEquals: '2026-01-01' }, 'String does not match RFC3339 timestamp'],
    [{ Variable: '$.a', StringEqualsPath: 'b' }, "The value for the field 'StringEqualsPath' must be a valid JSONPath"],
    [{ Or: [] }, 'Value cannot be empty at /States/s/Choices[0]/Or'],
    [{ Not: { Variable: '$.a', IsNull: true, Next: 'end' } }, "The field 'Next' is not supported by Step Functions"],
    [{ Variable: '$.a', StringLike: 'b' }, "The field 'StringLike' is not supported by Step Functions"],
  ])('Choice with the rule %j: %s', (rule, message) => {
    const found = faultsOf(withState('Choice', { Choices: [{ ...rule, Next: 'end' }] }));
    if (message === '') expect(found).toBe('');
    else expect(found).toContain(message);
  });
});
