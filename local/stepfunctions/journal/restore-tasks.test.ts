import { afterEach, describe, expect, test } from '@jest/globals';
import { wait } from '../testing/distributed-map';
import { ROLE } from '../testing/engine';
import { MemoryJournal } from '../testing/memory-journal';
import { closeEngines, never, open, restarted } from '../testing/restart';

afterEach(closeEngines);

const LAMBDA = 'arn:aws:states:::lambda:invoke';

describe('after a restart', () => {
  test('a call without an answer is made again, one that was answered is not', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, ({ stateName }) => (stateName === 'b' ? never({} as never) : { output: 1 }));
    const States = {
      a: { Type: 'Task', Resource: LAMBDA, Arguments: { of: 'a' }, Next: 'b' },
      b: { Type: 'Task', Resource: LAMBDA, Arguments: { of: 'b' }, End: true },
    };
    const execution = await engine.start(await engine.create({ StartAt: 'a', States }));
    const again = await restarted(engine, journal, () => ({ output: 2 }));
    expect(again.requests.map(({ signal: _signal, ...request }) => request)).toEqual([
      expect.objectContaining({ stateName: 'b', arguments: { of: 'b' }, executionArn: execution, roleArn: ROLE }),
    ]);
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '2' });
  });

  test('a Task that waits for an execution which it has started goes on waiting for that', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const nested = await engine.create({ ...wait, States: { w: { ...wait.States.w, Seconds: 60 } } }, 'nested');
    const t = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: { StateMachineArn: nested, Input: { n: 1 } },
      Output: '{% $states.result.Output %}',
      End: true,
    };
    const execution = await engine.start(await engine.create({ StartAt: 't', States: { t } }));
    const again = await restarted(engine, journal);
    await again.run();
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '{"n":1}' });
    const { executions } = await again.handle('ListExecutions', { stateMachineArn: nested });
    expect(executions).toHaveLength(1);
    expect((await again.outline(execution)).filter((line) => line.endsWith('TaskSubmitted'))).toHaveLength(1);
  });

  test('a call is not made again of which nothing is awaited', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, never);
    const Resource = `${LAMBDA}.waitForTaskToken`;
    const Arguments = { token: '{% $states.context.Task.Token %}' };
    const t = { Type: 'Task', Resource, Arguments, Next: 'w' };
    const w = { Type: 'Wait', Seconds: 5, End: true };
    await engine.start(await engine.create({ StartAt: 't', States: { t, w } }));
    await engine.settle();
    const { taskToken } = engine.requests[0] ?? {};
    await engine.handle('SendTaskSuccess', { taskToken, output: '1' });
    expect((await restarted(engine, journal)).requests).toEqual([]);
  });

  test('a task token is valid, and so is its heartbeat', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const Arguments = { token: '{% $states.context.Task.Token %}' };
    const t = { Type: 'Task', Resource: `${LAMBDA}.waitForTaskToken`, HeartbeatSeconds: 20, Arguments, End: true };
    const execution = await engine.start(await engine.create({ StartAt: 't', States: { t } }));
    await engine.settle();
    const { taskToken } = engine.requests[0] ?? {};
    const again = await restarted(engine, journal, undefined, 15_000);
    expect(again.requests).toEqual([]);
    await again.handle('SendTaskHeartbeat', { taskToken });
    await again.run(30_000);
    await again.handle('SendTaskSuccess', { taskToken, output: '7' });
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '7' });
  });

  test('a task of an activity that no worker had fetched is offered, one that was fetched is not', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const { activityArn } = await engine.handle('CreateActivity', { name: 'work' });
    const machine = await engine.create({
      StartAt: 't',
      States: { t: { Type: 'Task', Resource: activityArn, End: true } },
    });
    await engine.start(machine, 1, 'fetched');
    await engine.start(machine, 2, 'waiting');
    await engine.settle();
    const { taskToken } = await engine.handle('GetActivityTask', { activityArn });
    const again = await restarted(engine, journal);
    expect(await again.handle('GetActivityTask', { activityArn })).toMatchObject({ input: '2' });
    await again.handle('SendTaskSuccess', { taskToken, output: '"done"' });
    const { executions } = await again.handle('ListExecutions', {
      stateMachineArn: machine,
      statusFilter: 'SUCCEEDED',
    });
    expect(executions).toMatchObject([{ name: 'fetched' }]);
  });

  test('a task of an activity that has been deleted waits on, and is not taken for one of none', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const { activityArn } = await engine.handle('CreateActivity', { name: 'work' });
    const t = { Type: 'Task', Resource: activityArn, End: true };
    const execution = await engine.start(await engine.create({ StartAt: 't', TimeoutSeconds: 9, States: { t } }));
    await engine.settle();
    await engine.handle('DeleteActivity', { activityArn });
    const again = await restarted(engine, journal);
    expect(await again.describe(execution)).toMatchObject({ status: 'RUNNING' });
    await again.run();
    expect(await again.describe(execution)).toMatchObject({ status: 'TIMED_OUT' });
  });

  test('a task of an activity that there was not has failed as it had', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const Resource = 'arn:aws:states:ap-northeast-1:000000000000:activity:none';
    const { executionArn } = await engine.execute({
      StartAt: 't',
      States: { t: { Type: 'Task', Resource, End: true } },
    });
    const again = await restarted(engine, journal);
    expect(again.warnings).toEqual([]);
    expect(await again.history(executionArn)).toEqual(await engine.history(executionArn));
  });
});
