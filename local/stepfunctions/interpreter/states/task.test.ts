import { describe, expect, test } from '@jest/globals';
import type { TaskRequest } from '../../integrations/integrations';
import { ROLE, START, TestEngine } from '../../testing/engine';

const task = (fields: object) => ({
  StartAt: 'work',
  States: { work: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...fields, End: true } },
});
const waiting = (fields: object) => task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', ...fields });
const never = () => new Promise<never>(() => {});

describe('Task', () => {
  test('calls the integration with its Arguments and takes its answer', async () => {
    const engine = new TestEngine(() => ({ output: { Payload: { n: 2 }, StatusCode: 200 } }));
    const definition = task({
      Arguments: { FunctionName: 'f', Payload: { n: '{% $states.input.n %}' } },
      TimeoutSeconds: '{% 60 %}',
      Output: '{% $states.result.Payload.n %}',
    });
    const end = await engine.execute(definition, { n: 1 });
    expect(end.output).toBe('2');
    expect(engine.requests).toEqual([
      {
        resource: 'lambda:invoke',
        arguments: { FunctionName: 'f', Payload: { n: 1 } },
        roleArn: ROLE,
        executionArn: end.executionArn,
        stateName: 'work',
        signal: expect.any(AbortSignal),
        submitted: expect.any(Function),
      },
    ]);
    expect(engine.clock.due()).toBeUndefined();
  });

  test('without a token misses its heartbeat', async () => {
    const end = await new TestEngine(never).execute(task({ TimeoutSeconds: 9, HeartbeatSeconds: 2 }));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Timeout', stopDate: START / 1000 + 2 });
  });

  test('is told in the history as AWS does', async () => {
    const engine = new TestEngine(() => ({ output: { StatusCode: 200 } }));
    const end = await engine.execute(
      task({ Arguments: { FunctionName: 'f' }, TimeoutSeconds: 60, HeartbeatSeconds: 10 }),
    );
    expect(await engine.outline(end.executionArn)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 TaskStateEntered',
      '3 2 TaskScheduled',
      '4 3 TaskStarted',
      '5 4 TaskSucceeded',
      '6 5 TaskStateExited',
      '7 6 ExecutionSucceeded',
    ]);
    const events = await engine.history(end.executionArn);
    const resource = { resourceType: 'lambda', resource: 'invoke' };
    expect(events[2]?.taskScheduledEventDetails).toEqual({
      ...resource,
      region: 'ap-northeast-1',
      parameters: '{"FunctionName":"f"}',
      timeoutInSeconds: 60,
      heartbeatInSeconds: 10,
    });
    expect(events[3]?.taskStartedEventDetails).toEqual(resource);
    expect(events[4]?.taskSucceededEventDetails).toEqual({
      ...resource,
      output: '{"StatusCode":200}',
      outputDetails: { truncated: false },
    });
  });

  test('sends its input where it has no Arguments', async () => {
    const engine = new TestEngine();
    await engine.execute(task({}), { whole: 'input' });
    expect(engine.requests[0]?.arguments).toEqual({ whole: 'input' });
  });

  test('fails with the error of the integration', async () => {
    const engine = new TestEngine(() => ({ error: 'Oops', cause: '{"errorMessage":"no"}' }));
    const end = await engine.execute(task({}));
    expect(end).toMatchObject({ status: 'FAILED', error: 'Oops', cause: '{"errorMessage":"no"}' });
    expect((await engine.outline(end.executionArn)).slice(3)).toEqual([
      '4 3 TaskStarted',
      '5 4 TaskFailed',
      '6 5 ExecutionFailed',
    ]);
  });

  test('fails with States.Runtime when the integration throws', async () => {
    const engine = new TestEngine(() => {
      throw new Error('no such host');
    });
    expect(await engine.execute(task({}))).toMatchObject({ error: 'States.Runtime', cause: 'Error: no such host' });
  });

  test('times out, and lets go of the call', async () => {
    const engine = new TestEngine(never);
    const end = await engine.execute(task({ TimeoutSeconds: 5 }));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Timeout', stopDate: START / 1000 + 5 });
    expect(end).not.toHaveProperty('cause');
    expect((await engine.outline(end.executionArn)).slice(4)).toEqual(['5 4 TaskTimedOut', '6 5 ExecutionFailed']);
    expect(engine.requests[0]?.signal.aborted).toBe(true);
  });

  test('fails when the result is larger than 256 KiB, whatever its Output makes of it', async () => {
    const engine = new TestEngine(() => ({ output: 'x'.repeat(256 * 1024) }));
    expect(await engine.execute(task({ Output: 1 }))).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause: expect.stringContaining("The state/task 'lambda' returned a result"),
    });
  });

  test.each([0, 1.5, '"a"'])('does not take %s as its TimeoutSeconds', async (value) => {
    expect(await new TestEngine().execute(task({ TimeoutSeconds: `{% ${value} %}` }))).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining("specified for the field 'TimeoutSeconds' returned an unexpected result type"),
    });
  });
});

describe('a Task that waits for its token', () => {
  const tokenOf = (request: TaskRequest | undefined) => String(request?.taskToken);
  const Arguments = { Payload: { token: '{% $states.context.Task.Token %}' } };

  test('goes on with what the token brings, not with what the call answered', async () => {
    const engine = new TestEngine(() => ({ output: { StatusCode: 200 } }));
    const arn = await engine.start(await engine.create(waiting({ Arguments })));
    await engine.run();
    expect(await engine.describe(arn)).toMatchObject({ status: 'RUNNING' });
    const taskToken = tokenOf(engine.requests[0]);
    expect(engine.requests[0]?.arguments).toEqual({ Payload: { token: taskToken } });
    await engine.handle('SendTaskSuccess', { taskToken, output: '{"ok": true}' });
    await engine.run();
    expect(await engine.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"ok": true}' });
    expect((await engine.outline(arn)).slice(2)).toEqual([
      '3 2 TaskScheduled',
      '4 3 TaskStarted',
      '5 4 TaskSubmitted',
      '6 5 TaskSucceeded',
      '7 6 TaskStateExited',
      '8 7 ExecutionSucceeded',
    ]);
  });

  test('goes on at once when the token comes back before the call does, and lets the call end by itself', async () => {
    const engine = new TestEngine(never);
    const arn = await engine.start(await engine.create(waiting({})));
    await engine.settle();
    await engine.handle('SendTaskSuccess', { taskToken: tokenOf(engine.requests[0]), output: '1' });
    await engine.run();
    expect(await engine.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: '1' });
    expect(await engine.outline(arn)).not.toContainEqual(expect.stringContaining('TaskSubmitted'));
    expect(engine.requests[0]?.signal.aborted).toBe(false);
  });

  test('fails with what SendTaskFailure says, or with nothing', async () => {
    const engine = new TestEngine();
    const machine = await engine.create(waiting({}));
    const told = await engine.start(machine, {}, 'told');
    const untold = await engine.start(machine, {}, 'untold');
    await engine.run();
    const [first, second] = engine.requests.map(tokenOf);
    await engine.handle('SendTaskFailure', { taskToken: first, error: 'No', cause: 'why' });
    await engine.handle('SendTaskFailure', { taskToken: second });
    await engine.run();
    expect(await engine.describe(told)).toMatchObject({ status: 'FAILED', error: 'No', cause: 'why' });
    expect(await engine.describe(untold)).toMatchObject({ status: 'FAILED' });
    expect(await engine.describe(untold)).not.toHaveProperty('error');
  });

  test('fails when the call fails', async () => {
    const engine = new TestEngine(() => ({ error: 'Oops', cause: '' }));
    expect(await engine.execute(waiting({}))).toMatchObject({ status: 'FAILED', error: 'Oops' });
  });

  test('lives as long as heartbeats come', async () => {
    const engine = new TestEngine();
    const arn = await engine.start(await engine.create(waiting({ HeartbeatSeconds: 10, TimeoutSeconds: 100 })));
    await engine.run(8_000);
    await engine.handle('SendTaskHeartbeat', { taskToken: tokenOf(engine.requests[0]) });
    await engine.run(17_000);
    expect(await engine.describe(arn)).toMatchObject({ status: 'RUNNING' });
    await engine.run();
    expect(await engine.describe(arn)).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
      stopDate: START / 1000 + 18,
    });
  });

  test('that has ended leaves no timer', async () => {
    const engine = new TestEngine();
    const machine = await engine.create(waiting({ HeartbeatSeconds: 10, TimeoutSeconds: 100 }));
    const arn = await engine.start(machine, {}, 'stopped');
    await engine.start(machine, {}, 'finished');
    await engine.settle();
    await engine.handle('StopExecution', { executionArn: arn });
    await engine.handle('SendTaskSuccess', { taskToken: tokenOf(engine.requests[1]), output: '1' });
    await engine.settle();
    expect(engine.clock.due()).toBeUndefined();
  });

  test.each([
    [['States.HeartbeatTimeout'], 'caught'],
    [['States.Timeout'], 'caught'],
    [['States.TaskFailed'], 'failed'],
  ])('a missed heartbeat and %j: %s', async (ErrorEquals, expected) => {
    const States = {
      work: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        HeartbeatSeconds: 10,
        Catch: [{ ErrorEquals, Next: 'caught' }],
        Next: 'caught',
      },
      caught: { Type: 'Pass', End: true },
    };
    const end = await new TestEngine().execute({ StartAt: 'work', States });
    expect(end.status).toBe(expected === 'caught' ? 'SUCCEEDED' : 'FAILED');
  });
});
