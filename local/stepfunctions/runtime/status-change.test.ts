import { expect, test } from '@jest/globals';
import { START, TestEngine } from '../testing/engine';

const definition = {
  StartAt: 'work',
  States: { work: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', TimeoutSeconds: 5, End: true } },
};
const always = {
  executionArn: 'arn:aws:states:ap-northeast-1:000000000000:execution:machine:run',
  stateMachineArn: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine',
  stateMachineVersionArn: null,
  stateMachineAliasArn: null,
  name: 'run',
  startDate: START,
  input: '{"a":1}',
  inputDetails: { included: true },
  redriveCount: 0,
  redriveDate: null,
};

test('a start and a success are told whole', async () => {
  const engine = new TestEngine(() => ({ output: 'done' }));
  await engine.execute(definition, { a: 1 });
  const nothing = { output: null, outputDetails: null, error: null, cause: null, redriveStatus: 'NOT_REDRIVABLE' };
  expect(engine.statusChanges).toEqual([
    {
      ...always,
      ...nothing,
      status: 'RUNNING',
      stopDate: null,
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    },
    {
      ...always,
      ...nothing,
      status: 'SUCCEEDED',
      stopDate: START,
      output: '"done"',
      outputDetails: { included: true },
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    },
  ]);
});

test('a failure is told with its error and cause', async () => {
  const engine = new TestEngine(() => ({ error: 'Oops', cause: 'why' }));
  await engine.execute(definition, { a: 1 });
  expect(engine.statusChanges.at(-1)).toEqual({
    ...always,
    status: 'FAILED',
    stopDate: START,
    output: null,
    outputDetails: null,
    error: 'Oops',
    cause: 'why',
    redriveStatus: 'REDRIVABLE',
    redriveStatusReason: null,
  });
});

test('data too large for an event is left out, and that is said', async () => {
  const engine = new TestEngine(() => ({ output: 'x'.repeat(150_000) }));
  await engine.execute(definition, 'x'.repeat(150_000));
  expect(engine.statusChanges[0]).toMatchObject({ inputDetails: { included: true } });
  expect(engine.statusChanges[1]).toMatchObject({
    input: null,
    inputDetails: { included: false },
    output: null,
    outputDetails: { included: false },
  });
});
