import { describe, expect, test } from '@jest/globals';
import { TestEngine } from '../testing/engine';
import { formatProblems, nameProblems } from './task-parameters';

test('names that are missing or not known are told, those of paths included', () => {
  const names = { known: ['FunctionName', 'Payload'], required: ['FunctionName'] };
  expect(nameProblems(names, { 'FunctionName.$': '$.f', Payload: {} })).toEqual([]);
  expect(nameProblems(names, { 'payload.$': '$' })).toEqual([
    "The field 'payload' is not supported by Step Functions",
    "The field 'FunctionName' is required but was missing",
  ]);
});

test('headers and query parameters are lists by name', () => {
  expect(formatProblems('apigateway:invoke', { Headers: { h: ['x'] }, QueryParameters: {} })).toEqual([]);
  expect(formatProblems('apigateway:invoke', { Headers: 'h', QueryParameters: { q: 'x' } })).toEqual([
    "The value of the field 'Headers' has an invalid format",
    "The value of the field 'QueryParameters' has an invalid format",
  ]);
  expect(formatProblems('sqs:sendMessage', { Headers: 'h' })).toEqual([]);
});

describe('a Task', () => {
  const Type = 'Task';

  test('is not started with values of another format', async () => {
    const mocks = { StateMachines: { machine: { TestCases: {} } }, MockedResponses: {} };
    const engine = new TestEngine(undefined, 1, { mocks });
    const Arguments = { ApiEndpoint: 'a', Method: 'GET', Headers: { h: 'x' } };
    const end = await engine.execute({
      StartAt: 'call',
      States: { call: { Type, Resource: 'arn:aws:states:::apigateway:invoke', Arguments, End: true } },
    });
    expect([end.error, end.cause]).toEqual([
      'States.Runtime',
      "An error occurred while executing the state 'call' (entered at the event id #2). " +
        `The Arguments '${JSON.stringify(Arguments)}' could not be used to start the Task: ` +
        "[The value of the field 'Headers' has an invalid format]",
    ]);
    expect(await engine.outline(end.executionArn)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 TaskStateEntered',
      '3 2 ExecutionFailed',
    ]);
  });

  test.each([
    ['JSONPath', 'Parameters'],
    ['JSONata', 'Arguments'],
  ])('is refused at creation when in %s it has no %s', async (QueryLanguage, field) => {
    const Resource = 'arn:aws:states:::states:startExecution';
    const definition = { QueryLanguage, StartAt: 's', States: { s: { Type, Resource, End: true } } };
    await expect(new TestEngine().create(definition)).rejects.toThrow(
      `'SCHEMA_VALIDATION_FAILED: ${field} field is required for resource ARN: ${Resource} at /States/s/Resource'`,
    );
  });

  test('is refused at creation with names that its service does not have', async () => {
    const Arguments = { stateMachineArn: 'x' };
    const definition = {
      StartAt: 's',
      States: { s: { Type, Resource: 'arn:aws:states:::states:startExecution', Arguments, End: true } },
    };
    await expect(new TestEngine().create(definition)).rejects.toThrow(
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The field 'stateMachineArn' is not supported by " +
        'Step Functions at /States/s/Arguments, SCHEMA_VALIDATION_FAILED: ' +
        "The field 'StateMachineArn' is required but was missing at /States/s/Arguments'",
    );
  });
});
