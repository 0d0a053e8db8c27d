import { describe, expect, test } from '@jest/globals';
import { end, jsonata, LAMBDA, SCHEMA, withState } from '../testing/faulty-definitions';
import type { StateType } from './machine';

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
