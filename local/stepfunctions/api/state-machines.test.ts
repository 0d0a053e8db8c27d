import { describe, expect, test } from '@jest/globals';
import { ROLE, START, TestEngine } from '../testing/engine';
import { ARN, definition } from '../testing/state-machine';

describe('DeleteStateMachine', () => {
  test('ends what is running, and frees the names', async () => {
    const engine = new TestEngine();
    const waiting = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 5, End: true } } };
    const execution = await engine.start(await engine.create(waiting));
    await engine.settle();
    expect(await engine.handle('DeleteStateMachine', { stateMachineArn: ARN })).toEqual({});
    expect(engine.statusChanges.at(-1)).toMatchObject({ status: 'ABORTED' });
    expect(engine.clock.due()).toBeUndefined();
    await expect(engine.describe(execution)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
    await expect(engine.start(ARN)).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' });
    expect(await engine.start(await engine.create(definition))).toBe(execution);
  });

  test.each(['1', 'PROD'])('does not take %s for a state machine', async (qualifier) => {
    const engine = new TestEngine();
    await engine.create(definition);
    await expect(engine.handle('DeleteStateMachine', { stateMachineArn: `${ARN}:${qualifier}` })).rejects.toMatchObject(
      {
        code: 'ValidationException',
      },
    );
    expect(await engine.handle('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({ name: 'machine' });
  });

  test('of none is no error', async () => {
    expect(await new TestEngine().handle('DeleteStateMachine', { stateMachineArn: ARN })).toEqual({});
  });
});

test('METADATA_ONLY leaves out the definition', async () => {
  const engine = new TestEngine();
  await engine.create(definition);
  const asked = { stateMachineArn: ARN, includedData: 'METADATA_ONLY' };
  expect(await engine.handle('DescribeStateMachine', asked)).toMatchObject({ definition: '{}', roleArn: ROLE });
});

test.each(['DescribeStateMachine', 'UpdateStateMachine', 'DeleteStateMachine', 'StartExecution'])(
  '%s takes no ARN of a Distributed Map',
  async (operation) => {
    const asked = { stateMachineArn: `${ARN}/rows`, ...(operation === 'UpdateStateMachine' ? { roleArn: ROLE } : {}) };
    await expect(new TestEngine().handle(operation, asked)).rejects.toMatchObject({ code: 'ValidationException' });
  },
);

test('descriptions tell which states refer to which variables', async () => {
  const engine = new TestEngine();
  const states = {
    a: { Type: 'Pass', Assign: { x: 1 }, Next: 'b' },
    b: { Type: 'Pass', Output: '{% $x %}', End: true },
  };
  const execution = await engine.start(await engine.create({ StartAt: 'a', States: states }));
  const variableReferences = { b: ['x'] };
  expect(await engine.handle('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({ variableReferences });
  const described = await engine.handle('DescribeStateMachineForExecution', { executionArn: execution });
  expect(described).toMatchObject({ variableReferences });
});

test('ListStateMachines gives them by name, in pages', async () => {
  const engine = new TestEngine();
  for (const name of ['c', 'a', 'b']) await engine.create(definition, name);
  const first = await engine.handle('ListStateMachines', { maxResults: 2 });
  expect(first.stateMachines).toMatchObject([
    { name: 'a', type: 'STANDARD', creationDate: START / 1000 },
    { name: 'b' },
  ]);
  const second = await engine.handle('ListStateMachines', { maxResults: 2, nextToken: first.nextToken });
  expect(second.stateMachines).toMatchObject([{ name: 'c' }]);
  expect(second).not.toHaveProperty('nextToken');
  await expect(engine.handle('ListStateMachines', { nextToken: 'x' })).rejects.toMatchObject({ code: 'InvalidToken' });
  await expect(engine.handle('ListStateMachines', { maxResults: 1001 })).rejects.toMatchObject({
    message:
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
  });
});
