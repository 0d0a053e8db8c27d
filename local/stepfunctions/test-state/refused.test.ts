import { describe, expect, test } from '@jest/globals';
import { ROLE } from '../testing/engine';
import { failing, lambda, map, put, result, run, waiting } from '../testing/tested-states';

describe('a request is refused', () => {
  const unmocked = 'TestState API does not support';
  test.each<[string, object, object, string]>([
    [
      'a mock for a Choice',
      { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'B' }] },
      result(1),
      "State type 'Choice' is not supported when a mock is specified",
    ],
    [
      'a Map without a mock',
      map,
      {},
      `${unmocked} Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]`,
    ],
    ['a waiting task without a mock', waiting, { roleArn: ROLE }, `${unmocked} '.sync' or '.waitForTaskToken'`],
    [
      'a task that cannot be called',
      put,
      { roleArn: ROLE },
      'cannot call arn:aws:states:::events:putEvents: specify a mock',
    ],
    ['a Task without a role', lambda, {}, 'RoleArn must be specified when testing a Task state'],
    [
      'a result with an error',
      lambda,
      { mock: { ...result(1).mock, errorOutput: { error: 'E' } } },
      'A test mock should have only one of the following fields: [result, errorOutput].',
    ],
    ['an empty mock', lambda, { mock: {} }, 'A test mock should have one of the following fields'],
    ['an error without its name', lambda, { mock: { errorOutput: { cause: 'c' } } }, 'should have the field error'],
    [
      'secrets with a mock',
      lambda,
      { ...result(1), revealSecrets: true },
      'TestState does not support RevealSecrets when a mock is specified.',
    ],
    ['a result that is no JSON', lambda, { mock: { result: 'text' } }, 'Mocked result must be valid JSON'],
    [
      'a failure count without a mock',
      map,
      { stateConfiguration: { mapIterationFailureCount: 0 } },
      'TestState does not support MapIterationFailureCount when a mock is not specified.',
    ],
    [
      'a context without a mock',
      { Type: 'Succeed' },
      { context: '{}' },
      'TestState does not support Context when a mock is not specified.',
    ],
    [
      'a failure count for a Task',
      lambda,
      { ...result(1), stateConfiguration: { mapIterationFailureCount: 0 } },
      'is for Map states',
    ],
    [
      'data of an ItemReader that there is not',
      map,
      { ...result([]), stateConfiguration: { mapItemReaderData: '[1]' } },
      'is for Map states with an ItemReader, but the tested state has none.',
    ],
    [
      'data of an ItemReader for a Task',
      lambda,
      { ...result(1), stateConfiguration: { mapItemReaderData: '[1]' } },
      'but the tested state is a Task state.',
    ],
    [
      'an error from an unknown state',
      map,
      { ...failing('E'), stateConfiguration: { errorCausedByState: 'X' } },
      "There is no state 'X' within the tested state",
    ],
    ['variables that are no object', { Type: 'Succeed' }, { variables: '[]' }, 'variables must be a JSON object.'],
    [
      'a wrong type in the context',
      lambda,
      { ...result(1), context: '{"Execution":{"Id":1}}' },
      'Invalid Context object provided: Execution.Id must be a string',
    ],
    [
      'an unknown field in the context',
      lambda,
      { ...result(1), context: '{"State":{"Pokemon":1}}' },
      "Invalid Context object provided: Field 'Pokemon' is not allowed",
    ],
    [
      'a map in the context',
      lambda,
      { ...result(1), context: '{"Map":{}}' },
      "Invalid Context object provided: 'Map' field is not supported when mocking a Context object",
    ],
    [
      'a token for a task that does not wait',
      lambda,
      { ...result(1), context: '{"Task":{"Token":"t"}}' },
      "Context object contains 'Task' when state is not a Task state",
    ],
  ])('for %s', async (_, state, more, message) => {
    await expect(run(state, { all: [] }, more)).rejects.toThrow(message);
  });
});
