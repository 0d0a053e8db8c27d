import { expect, test } from '@jest/globals';
import { TestEngine } from './testing/engine';

test('a closed engine leaves no timer, lets go of its calls, and says so to those who wait', async () => {
  const engine = new TestEngine(() => new Promise(() => {}));
  const Branches = [
    {
      StartAt: 't',
      States: { t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', TimeoutSeconds: 9, End: true } },
    },
    { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 9, End: true } } },
  ];
  const all = { Type: 'Parallel', Branches, End: true };
  const executionArn = await engine.start(await engine.create({ StartAt: 'all', TimeoutSeconds: 99, States: { all } }));
  await engine.settle();
  const stopping = engine.handle('StopExecution', { executionArn });
  engine.service.close();
  await expect(stopping).rejects.toMatchObject({ code: 'ServiceUnavailable', statusCode: 503 });
  expect(engine.clock.due()).toBeUndefined();
  expect(engine.requests[0]?.signal.aborted).toBe(true);
});

test('a closed engine refuses what it has not answered, and whatever comes later', async () => {
  const engine = new TestEngine();
  const wait = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 9, End: true } } };
  const stateMachineArn = await engine.create(wait, 'machine', { type: 'EXPRESS' });
  const { activityArn } = await engine.handle('CreateActivity', { name: 'work' });
  const synchronous = engine.handle('StartSyncExecution', { stateMachineArn });
  const polling = engine.handle('GetActivityTask', { activityArn });
  await engine.settle();
  engine.service.close();
  const refusal = { code: 'ServiceUnavailable', statusCode: 503, message: 'The local Step Functions is shutting down' };
  await expect(engine.handle('StartExecution', { stateMachineArn })).rejects.toMatchObject(refusal);
  await expect(synchronous).rejects.toMatchObject(refusal);
  expect(await polling).toEqual({});
  expect(engine.clock.due()).toBeUndefined();
});

test('an engine closed in the middle of a step leaves no timer either', async () => {
  const States = {
    a: { Type: 'Pass', Output: '{% $uuid() %}', Next: 'w' },
    w: { Type: 'Wait', Seconds: '{% 9 %}', End: true },
  };
  for (let microtasks = 0; microtasks < 60; microtasks++) {
    const engine = new TestEngine();
    await engine.start(await engine.create({ StartAt: 'a', TimeoutSeconds: 99, States }));
    for (let passed = 0; passed < microtasks; passed++) await Promise.resolve();
    engine.service.close();
    await engine.settle();
    expect(engine.clock.due()).toBeUndefined();
  }
});

test('10,000 executions that wait are started and ended one as the other', async () => {
  const engine = new TestEngine();
  const machine = await engine.create({ StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 86_400, End: true } } });
  for (let index = 0; index < 10_000; index++) await engine.start(machine, index, `run${index}`);
  await engine.service.idle();
  while (engine.clock.next());
  await engine.service.idle();
  expect(engine.statusChanges.filter(({ status }) => status === 'SUCCEEDED')).toHaveLength(10_000);
});
