import { expect, test } from '@jest/globals';
import { ROLE, TestEngine } from './testing/engine';

const nested = (depth: number, open = '[', close = ']') => `${open.repeat(depth)}${close.repeat(depth)}`;
const definitionOf = (state: string) => `{"StartAt":"a","States":{"a":{${state},"End":true}}}`;

test('an input that is nested too deeply is refused, not a crash', async () => {
  const engine = new TestEngine();
  const machine = await engine.create({ StartAt: 'a', States: { a: { Type: 'Pass', End: true } } });
  const start = (depth: number) => engine.handle('StartExecution', { stateMachineArn: machine, input: nested(depth) });
  await expect(start(100_000)).rejects.toMatchObject({ code: 'InvalidExecutionInput' });
  const { executionArn } = await start(1000);
  await engine.run();
  expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: nested(1000) });
});

test.each([
  ['a Result', `"Type":"Pass","Result":${nested(100_000)}`, 'INVALID_JSON_DESCRIPTION'],
  [
    'an expression',
    `"QueryLanguage":"JSONata","Type":"Pass","Output":"{% ${nested(5000, '(', ')')} %}"`,
    'INVALID_JSONATA_EXPRESSION',
  ],
  ['a filter', `"Type":"Pass","InputPath":"$[?(${nested(20_000, '(', ')')})]"`, 'SCHEMA_VALIDATION_FAILED'],
])('%s of a definition may be nested too deeply', async (_, state, code) => {
  const request = { name: 'deep', roleArn: ROLE, definition: definitionOf(state) };
  await expect(new TestEngine().handle('CreateStateMachine', request)).rejects.toMatchObject({
    code: 'InvalidDefinition',
    message: expect.stringContaining(code),
  });
});

test.each([
  ['JSONata', { Output: '{% $parse($states.input) %}' }, 'States.QueryEvaluationError'],
  ['JSONPath', { Parameters: { 'a.$': 'States.StringToJson($)' } }, 'States.Runtime'],
])('a text that is parsed in %s may be nested too deeply', async (QueryLanguage, fields, error) => {
  const definition = { QueryLanguage, StartAt: 'a', States: { a: { Type: 'Pass', ...fields, End: true } } };
  const end = await new TestEngine().execute(definition, nested(50_000));
  expect(end).toMatchObject({ status: 'FAILED', error });
  expect(end.cause).not.toContain('engine');
});
