import { expect, test } from '@jest/globals';
import { ROLE, TestEngine } from '../testing/engine';
import { text } from '../testing/state-machine';

test('ValidateStateMachineDefinition gives the diagnostics that creation would put into its message', async () => {
  const engine = new TestEngine();
  expect(await engine.handle('ValidateStateMachineDefinition', { definition: text })).toEqual({
    result: 'OK',
    diagnostics: [],
    truncated: false,
  });
  const source = '[Source: (String)"not a definition"; line: 1, column: 4]';
  expect(await engine.handle('ValidateStateMachineDefinition', { definition: 'not a definition' })).toEqual({
    result: 'FAIL',
    diagnostics: [
      {
        severity: 'ERROR',
        code: 'INVALID_JSON_DESCRIPTION',
        message: `Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at ${source}`,
        location: source,
      },
    ],
    truncated: false,
  });
  const broken = JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'a',
    States: { a: { Type: 'Pass' }, b: { Type: 'Fail' } },
  });
  expect(await engine.handle('ValidateStateMachineDefinition', { definition: broken, maxResults: 1 })).toEqual({
    result: 'FAIL',
    diagnostics: [
      {
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message: 'This object should have only one of the following fields: [Next, End]',
        location: '/States/a',
      },
    ],
    truncated: true,
  });
});

test('ValidateStateMachineDefinition takes an empty definition for a wrong one, as recorded on AWS', async () => {
  expect(await new TestEngine().handle('ValidateStateMachineDefinition', { definition: '' })).toMatchObject({
    result: 'FAIL',
    diagnostics: [{ code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object' }],
  });
});

test('ValidateStateMachineDefinition gives warnings to those who ask for them, and creation knows none', async () => {
  const engine = new TestEngine();
  const validate = async (fields: object, severity?: string, more: object = {}) => {
    const definition = JSON.stringify({ StartAt: 'f', States: { f: { Type: 'Fail', Error: '$.e', ...fields } } });
    const answer = await engine.handle('ValidateStateMachineDefinition', { definition, severity, ...more });
    const { result, diagnostics, truncated } = answer as unknown as {
      result: string;
      diagnostics: { severity: string; code: string }[];
      truncated: boolean;
    };
    return [result, ...diagnostics.map(({ severity: told, code }) => `${told} ${code}`), truncated];
  };
  expect(await validate({})).toEqual(['OK', false]);
  expect(await validate({}, 'ERROR')).toEqual(['OK', false]);
  expect(await validate({}, 'WARNING')).toEqual(['OK', 'WARNING NO_PATH', false]);
  expect(await validate({ Cause: '$.c' }, 'WARNING', { maxResults: 1 })).toEqual(['OK', 'WARNING NO_PATH', true]);
  expect(await validate({ Typo: 1 }, 'WARNING')).toEqual([
    'FAIL',
    'ERROR SCHEMA_VALIDATION_FAILED',
    'WARNING NO_PATH',
    false,
  ]);
  const definition = JSON.stringify({ StartAt: 'f', States: { f: { Type: 'Fail', Error: '$.e' } } });
  await engine.handle('CreateStateMachine', { name: 'warned', roleArn: ROLE, definition });
});
