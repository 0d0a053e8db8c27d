import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestEngine } from '../testing/engine';

const MACHINE = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:child';
const wait = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 60, End: true } } };

const task = (action: string, args: object) => ({
  StartAt: 't',
  States: { t: { Type: 'Task', Resource: `arn:aws:states:::aws-sdk:sfn:${action}`, Arguments: args, End: true } },
});

describe('aws-sdk:sfn', () => {
  let engine: TestEngine;

  beforeEach(() => {
    engine = new TestEngine();
  });

  test('calls the operations of this service, with capitalized members and times as text', async () => {
    await engine.create(wait, 'child');
    const { output } = await engine.execute(
      task('startExecution', { StateMachineArn: MACHINE, Name: 'n', Input: { a: 1 } }),
    );
    const executionArn = 'arn:aws:states:ap-northeast-1:000000000000:execution:child:n';
    expect(JSON.parse(String(output))).toEqual({ ExecutionArn: executionArn, StartDate: '2026-01-01T00:00:00.000Z' });
    expect((await engine.describe(executionArn)).input).toBe('{"a":1}');
  });

  test('reaches into lists', async () => {
    const definition = task('tagResource', { ResourceArn: MACHINE, Tags: [{ Key: 'k', Value: 'v' }] });
    await engine.create(wait, 'child');
    await engine.execute(definition);
    expect(await engine.handle('ListTagsForResource', { resourceArn: MACHINE })).toEqual({
      tags: [{ key: 'k', value: 'v' }],
    });
  });

  test('fails with the names that the SDK gives to errors', async () => {
    const ended = await engine.execute(task('sendTaskSuccess', { TaskToken: 'none', Output: '{}' }));
    expect(ended.error).toBe('Sfn.InvalidTokenException');
    expect(ended.cause).toMatch(
      /^Invalid Token: 'Invalid token' \(Service: Sfn, Status Code: 400, Request ID: [0-9a-f-]{36}\) \(SDK Attempt Count: 1\)$/,
    );
  });

  test('asks for the permission on what it is about', async () => {
    engine.denied.add('states:DeleteStateMachine');
    await engine.create(wait, 'child');
    const ended = await engine.execute(task('deleteStateMachine', { StateMachineArn: MACHINE }));
    expect(ended.error).toBe('Sfn.SfnException');
    expect(ended.cause).toContain(`states:DeleteStateMachine on resource: ${MACHINE}`);
  });

  test('takes no task of an activity when its own has ended', async () => {
    const { activityArn } = await engine.handle('CreateActivity', { name: 'work' });
    const fetching = await engine.start(await engine.create(task('getActivityTask', { ActivityArn: activityArn })));
    await engine.settle();
    await engine.handle('StopExecution', { executionArn: fetching });
    await engine.settle();
    const work = { Type: 'Task', Resource: activityArn, End: true };
    await engine.start(await engine.create({ StartAt: 'work', States: { work } }, 'working'));
    await engine.settle();
    expect(await engine.handle('GetActivityTask', { activityArn })).toHaveProperty('taskToken');
  });

  test('is refused for an operation that does not exist', async () => {
    await expect(engine.create(task('startNothing', {}))).rejects.toThrow('is not recognized');
  });
});
