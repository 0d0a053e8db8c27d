import { describe, expect, test } from '@jest/globals';
import { readMockConfig } from './mock-config';

const answer = { '0': { Return: {} } };
const config = (responses: object, states: object = {}) => ({
  StateMachines: { m: { TestCases: { c: states } } },
  MockedResponses: responses,
});

describe('a mock configuration', () => {
  test('is read by machine, test case and state', () => {
    const { stateMachines } = readMockConfig(config({ r: answer }, { s: 'r' }));
    expect(stateMachines.get('m')?.get('c')?.get('s')).toEqual({
      name: 'r',
      attempts: [{ first: 0, last: 0, answer: { output: {} } }],
    });
  });

  test.each<[unknown, string]>([
    [[], 'file: expected an object, not [].'],
    [{ StateMachines: {} }, 'file.MockedResponses: it is missing.'],
    [{ ...config({}), Other: {} }, 'file: "Other" is not one of StateMachines, MockedResponses.'],
    [
      config({ r: answer }, { s: 'x' }),
      'StateMachines.m.TestCases.c.s: no MockedResponses are named "x". There are: r.',
    ],
    [config({ r: {} }), 'MockedResponses.r: it has no response. The first attempt has the key "0".'],
    [config({ r: { first: {} } }), 'MockedResponses.r: the key "first" is neither'],
    [config({ r: { '2-1': {} } }), 'MockedResponses.r: the key "2-1" is neither'],
    [config({ r: { '0-2': { Return: 1 }, '2': { Return: 2 } } }), 'attempt 2 has more than one response.'],
    [config({ r: { '0': {} } }), 'MockedResponses.r.0: it needs either Return or Throw.'],
    [
      config({ r: { '0': { Throw: { Cause: 'c' } } } }),
      'MockedResponses.r.0.Throw: Error and Cause have to be strings.',
    ],
  ])('%j: %s', (value, problem) => {
    expect(() => readMockConfig(value)).toThrow(
      `Mock configuration, ${problem.startsWith('attempt') ? 'MockedResponses.r: ' : ''}${problem}`,
    );
  });
});
