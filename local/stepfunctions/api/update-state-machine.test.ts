import { describe, expect, test } from '@jest/globals';
import { ROLE, START, TestEngine } from '../testing/engine';
import { ARN, loggingConfiguration, request, text } from '../testing/state-machine';

describe('UpdateStateMachine', () => {
  test('changes what it is given, under a new revision', async () => {
    const engine = new TestEngine();
    await engine.handle('CreateStateMachine', request);
    engine.clock.advance(1000);
    const changed = text.replace('"a":{', '"a":{"Output":1,');
    const answer = await engine.handle('UpdateStateMachine', {
      stateMachineArn: ARN,
      definition: changed,
      loggingConfiguration,
    });
    expect(answer).toEqual({ updateDate: START / 1000 + 1, revisionId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(await engine.handle('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({
      definition: changed,
      roleArn: ROLE,
      loggingConfiguration,
      creationDate: START / 1000,
      revisionId: answer.revisionId,
    });
    const execution = await engine.start(ARN);
    await engine.run();
    expect(await engine.describe(execution)).toMatchObject({ output: '1' });
  });

  test('without a difference makes no revision', async () => {
    const engine = new TestEngine();
    await engine.handle('CreateStateMachine', request);
    engine.clock.advance(1000);
    const same = { stateMachineArn: ARN, definition: text, roleArn: ROLE };
    expect(await engine.handle('UpdateStateMachine', same)).toEqual({ updateDate: START / 1000 + 1 });
    const { revisionId } = await engine.handle('UpdateStateMachine', { ...same, roleArn: `${ROLE}-2` });
    const again = await engine.handle('UpdateStateMachine', { ...same, roleArn: `${ROLE}-2` });
    expect(again.revisionId).toBe(revisionId);
  });

  test('leaves a state machine as it was when the new definition is wrong', async () => {
    const engine = new TestEngine();
    await engine.handle('CreateStateMachine', request);
    await expect(engine.handle('UpdateStateMachine', { stateMachineArn: ARN, definition: '{}' })).rejects.toMatchObject(
      {
        code: 'InvalidDefinition',
      },
    );
    expect(await engine.handle('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({ definition: text });
  });

  test('needs something to change, in a state machine that exists', async () => {
    const engine = new TestEngine();
    await expect(engine.handle('UpdateStateMachine', { stateMachineArn: ARN })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${ARN}'`,
    });
    await engine.handle('CreateStateMachine', request);
    await expect(engine.handle('UpdateStateMachine', { stateMachineArn: ARN })).rejects.toMatchObject({
      code: 'MissingRequiredParameter',
    });
  });

  test('does not touch running executions', async () => {
    const engine = new TestEngine();
    const waiting = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 5, End: true } } };
    const execution = await engine.start(await engine.create(waiting));
    await engine.handle('UpdateStateMachine', { stateMachineArn: ARN, definition: text, roleArn: `${ROLE}-2` });
    const described = await engine.handle('DescribeStateMachineForExecution', { executionArn: execution });
    expect(described).toMatchObject({ stateMachineArn: ARN, roleArn: ROLE, updateDate: START / 1000 });
    expect(described.definition).toContain('Wait');
    await engine.run();
    expect(await engine.describe(execution)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
