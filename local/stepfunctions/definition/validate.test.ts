import { describe, expect, test } from '@jest/globals';
import { end, faultsOf, jsonata, LAMBDA, RIGHT, SCHEMA, withState } from '../testing/faulty-definitions';
import type { StateType } from './machine';

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
