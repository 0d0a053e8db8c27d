import { describe, expect, test } from '@jest/globals';
import { ROLE, TestEngine } from '../testing/engine';
import { ARN, definition, text } from '../testing/state-machine';

describe('requests at the same time', () => {
  const update = (engine: TestEngine, change: object) =>
    engine.handle('UpdateStateMachine', { stateMachineArn: ARN, ...change });

  test('all change a state machine', async () => {
    const engine = new TestEngine();
    await engine.create({ ...definition, Comment: 'before' });
    const answers = await Promise.all([
      update(engine, { definition: text }),
      update(engine, { roleArn: `${ROLE}-2` }),
      update(engine, { tracingConfiguration: { enabled: true } }),
    ]);
    expect(new Set(answers.map(({ revisionId }) => revisionId)).size).toBe(3);
    expect(await engine.handle('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({
      definition: text,
      roleArn: `${ROLE}-2`,
      tracingConfiguration: { enabled: true },
      revisionId: answers.at(-1)?.revisionId,
    });
  });

  test('do not bring back a state machine that one of them deletes', async () => {
    const engine = new TestEngine();
    await engine.create(definition);
    const [updated] = await Promise.allSettled([
      update(engine, { roleArn: `${ROLE}-2` }),
      engine.handle('DeleteStateMachine', { stateMachineArn: ARN }),
    ]);
    expect(updated).toMatchObject({ status: 'rejected', reason: { code: 'StateMachineDoesNotExist' } });
    expect(await engine.handle('ListStateMachines', {})).toEqual({ stateMachines: [] });
  });

  test('leave the executions of a state machine that is created again while the former is deleted', async () => {
    const engine = new TestEngine();
    const waiting = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 5, End: true } } };
    const machine = await engine.create(waiting);
    const before = await engine.start(machine);
    for (let other = 0; other < 50; other++) await engine.start(machine, {}, `other${other}`);
    await engine.settle();
    const deletion = engine.handle('DeleteStateMachine', { stateMachineArn: ARN });
    const creation = engine.create(definition);
    const start = engine.handle('StartExecution', { stateMachineArn: await creation, name: 'after' });
    const [{ executionArn }] = await Promise.all([start, deletion]);
    await engine.settle();
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    const { executions } = await engine.handle('ListExecutions', { stateMachineArn: ARN });
    expect(executions).toMatchObject([{ name: 'after' }]);
    await expect(engine.describe(before)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
  });

  test('do not redrive an execution that is deleted with its state machine', async () => {
    const engine = new TestEngine();
    const waiting = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 5, End: true } } };
    const executionArn = await engine.start(await engine.create(waiting));
    await engine.settle();
    const deletion = engine.handle('DeleteStateMachine', { stateMachineArn: ARN });
    await expect(engine.handle('RedriveExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
    });
    await deletion;
    expect(engine.clock.due()).toBeUndefined();
  });
});
