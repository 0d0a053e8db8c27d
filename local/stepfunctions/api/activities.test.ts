import { describe, expect, test } from '@jest/globals';
import { START, TestEngine } from '../testing/engine';

const ACTIVITY = 'arn:aws:states:ap-northeast-1:000000000000:activity:work';
const definition = (more: object = {}) => ({
  StartAt: 'work',
  States: { work: { Type: 'Task', Resource: ACTIVITY, ...more, End: true } },
});

async function withActivity() {
  const engine = new TestEngine();
  await engine.handle('CreateActivity', { name: 'work' });
  const poll = (more: object = {}) => engine.handle('GetActivityTask', { activityArn: ACTIVITY, ...more });
  return { engine, poll };
}

describe('activities', () => {
  test('are created once under a name, described and listed', async () => {
    const { engine } = await withActivity();
    engine.clock.advance(1000);
    const again = await engine.handle('CreateActivity', { name: 'work', tags: [{ key: 'a', value: 'b' }] });
    expect(again).toEqual({ activityArn: ACTIVITY, creationDate: START / 1000 });
    expect(await engine.handle('DescribeActivity', { activityArn: ACTIVITY })).toEqual({
      activityArn: ACTIVITY,
      name: 'work',
      creationDate: START / 1000,
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    });
    await engine.handle('CreateActivity', { name: 'a.b-c_1' });
    const { activities } = await engine.handle('ListActivities', {});
    expect(activities).toMatchObject([{ name: 'a.b-c_1' }, { name: 'work', creationDate: START / 1000 }]);
    expect(await engine.handle('ListActivities', { maxResults: 1 })).toHaveProperty('nextToken');
  });

  test.each([...' <>{}[]?*"#%\\^|~`$&,;:/\u0000\u001f\u007f\u009f\ud800\ufffe\uffff\u{10000}\u{10ffff}'])(
    'have no %j in their names',
    async (character) => {
      const name = `activity${character}name`;
      await expect(new TestEngine().handle('CreateActivity', { name })).rejects.toMatchObject({
        code: 'InvalidName',
        message: `Invalid Name: '${name}'`,
      });
    },
  );

  test('have tags', async () => {
    const { engine } = await withActivity();
    await engine.handle('TagResource', { resourceArn: ACTIVITY, tags: [{ key: 'a', value: 'b' }] });
    expect(await engine.handle('ListTagsForResource', { resourceArn: ACTIVITY })).toEqual({
      tags: [{ key: 'a', value: 'b' }],
    });
  });

  test('are gone when they are deleted', async () => {
    const { engine, poll } = await withActivity();
    expect(await engine.handle('DeleteActivity', { activityArn: ACTIVITY })).toEqual({});
    expect(await engine.handle('DeleteActivity', { activityArn: ACTIVITY })).toEqual({});
    const refusal = { code: 'ActivityDoesNotExist', message: `Activity Does Not Exist: '${ACTIVITY}'` };
    await expect(engine.handle('DescribeActivity', { activityArn: ACTIVITY })).rejects.toMatchObject(refusal);
    await expect(poll()).rejects.toMatchObject(refusal);
    await expect(poll({ activityArn: 'work' })).rejects.toMatchObject({
      message: "Invalid Arn: 'Invalid ARN prefix: work'",
    });
  });
});

describe('a task of an activity', () => {
  test('goes to the worker that asks for it, who ends it with the token', async () => {
    const { engine, poll } = await withActivity();
    const execution = await engine.start(await engine.create(definition({ TimeoutSeconds: 60 })), { a: 1 });
    await engine.settle();
    const { taskToken, input } = await poll({ workerName: 'w' });
    expect(input).toBe('{"a":1}');
    await engine.handle('SendTaskSuccess', { taskToken, output: '{"b":2}' });
    await engine.run();
    expect(await engine.outline(execution)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 TaskStateEntered',
      '3 2 ActivityScheduled',
      '4 3 ActivityStarted',
      '5 4 ActivitySucceeded',
      '6 5 TaskStateExited',
      '7 6 ExecutionSucceeded',
    ]);
    const [, , scheduled, started, succeeded] = await engine.history(execution);
    const inputs = { input: '{"a":1}', inputDetails: { truncated: false } };
    expect(scheduled?.activityScheduledEventDetails).toEqual({ resource: ACTIVITY, ...inputs, timeoutInSeconds: 60 });
    expect(started?.activityStartedEventDetails).toEqual({ workerName: 'w' });
    expect(succeeded?.activitySucceededEventDetails).toEqual({
      output: '{"b":2}',
      outputDetails: { truncated: false },
    });
    expect(await engine.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '{"b":2}' });
  });

  test('goes to a worker that waits already, without a name as well, and may fail', async () => {
    const { engine, poll } = await withActivity();
    const polled = poll();
    const execution = await engine.start(await engine.create(definition()));
    const { taskToken } = await polled;
    await engine.handle('SendTaskFailure', { taskToken, error: 'Oops', cause: 'why' });
    await engine.run();
    const [, , , started, failed] = await engine.history(execution);
    expect(started).toMatchObject({ type: 'ActivityStarted', activityStartedEventDetails: {} });
    expect(failed).toMatchObject({
      type: 'ActivityFailed',
      activityFailedEventDetails: { error: 'Oops', cause: 'why' },
    });
    expect(await engine.describe(execution)).toMatchObject({ status: 'FAILED', error: 'Oops', cause: 'why' });
  });

  test('times out from when it was fetched; heartbeats keep it', async () => {
    const { engine, poll } = await withActivity();
    const limits = { TimeoutSeconds: 60, HeartbeatSeconds: 10 };
    const execution = await engine.start(await engine.create(definition(limits)));
    await engine.run(100_000);
    expect(await engine.describe(execution)).toMatchObject({ status: 'RUNNING' });
    const { taskToken } = await poll();
    await engine.run(108_000);
    await engine.handle('SendTaskHeartbeat', { taskToken });
    await engine.run(117_000);
    expect(await engine.describe(execution)).toMatchObject({ status: 'RUNNING' });
    await engine.run();
    expect(await engine.describe(execution)).toMatchObject({ stopDate: START / 1000 + 118, error: 'States.Timeout' });
    expect(await engine.outline(execution)).toContain('5 4 ActivityTimedOut');
    await expect(engine.handle('SendTaskSuccess', { taskToken, output: '1' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    });
  });

  test('fails before it is scheduled when there is no such activity', async () => {
    const engine = new TestEngine();
    const end = await engine.execute(definition());
    expect(await engine.outline(end.executionArn)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 TaskStateEntered',
      '3 2 ExecutionFailed',
    ]);
    expect(end).toMatchObject({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'work' (entered at the event id #2). The activity ${ACTIVITY} does not exist.`,
    });
  });
});

describe('GetActivityTask', () => {
  test('answers with nothing when no task has come in a minute', async () => {
    const { engine, poll } = await withActivity();
    let answer: unknown;
    void poll().then((given) => {
      answer = given;
    });
    await engine.run(59_999);
    expect(answer).toBeUndefined();
    await engine.run(60_000);
    expect(answer).toEqual({});
    // Nobody waits any more: the next task is not given to the poll that has ended.
    await engine.start(await engine.create(definition()));
    await engine.settle();
    expect(await poll()).toHaveProperty('taskToken');
  });

  test('gives no task to a worker that has gone away', async () => {
    const { engine, poll } = await withActivity();
    const worker = new AbortController();
    const polls = [1, 2].map(() =>
      engine.service.handle('GetActivityTask', { activityArn: ACTIVITY }, { signal: worker.signal }),
    );
    worker.abort();
    polls.push(engine.service.handle('GetActivityTask', { activityArn: ACTIVITY }, { signal: worker.signal }));
    const executionArn = await engine.start(await engine.create(definition()));
    await engine.settle();
    expect(await Promise.all(polls)).toEqual([{}, {}, {}]);
    expect(await engine.outline(executionArn)).toHaveLength(3);
    expect(await poll()).toHaveProperty('taskToken');
    expect(engine.clock.due()).toBeUndefined();
  });

  test('gives each task to one worker, in their order', async () => {
    const { engine, poll } = await withActivity();
    const machine = await engine.create(definition());
    for (const n of [1, 2]) await engine.start(machine, n, `run${n}`);
    await engine.settle();
    expect([(await poll()).input, (await poll()).input]).toEqual(['1', '2']);
  });

  test('gives no task of an execution that has ended', async () => {
    const { engine, poll } = await withActivity();
    const machine = await engine.create(definition());
    const executionArn = await engine.start(machine, 1, 'stopped');
    await engine.settle();
    await engine.handle('StopExecution', { executionArn });
    await engine.start(machine, 2, 'next');
    await engine.settle();
    expect(await poll()).toMatchObject({ input: '2' });
  });
});
