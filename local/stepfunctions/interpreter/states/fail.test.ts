import { expect, test } from '@jest/globals';
import { TestEngine } from '../../testing/engine';

const failing = (fields: object) => ({ StartAt: 'fail', States: { fail: { Type: 'Fail', ...fields } } });

test('Fail ends the execution with its Error and Cause, expressions or not', async () => {
  const engine = new TestEngine();
  const end = await engine.execute(failing({ Error: 'Broken', Cause: '{% "because of " & $states.input.what %}' }), {
    what: 'this',
  });
  expect(end).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'because of this' });
  expect(await engine.outline(end.executionArn)).toEqual([
    '1 0 ExecutionStarted',
    '2 0 FailStateEntered',
    '3 2 ExecutionFailed',
  ]);
});

test('Fail needs neither Error nor Cause', async () => {
  const end = await new TestEngine().execute(failing({}));
  expect(end.status).toBe('FAILED');
  expect(end).not.toHaveProperty('error');
  expect(end).not.toHaveProperty('cause');
});

test('Fail takes text only', async () => {
  expect(await new TestEngine().execute(failing({ Error: '{% 1 %}' }))).toMatchObject({
    error: 'States.QueryEvaluationError',
    cause: expect.stringContaining("Expected 'string', but was 'number' for value: 1"),
  });
});
