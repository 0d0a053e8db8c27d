import { describe, expect, test } from '@jest/globals';
import { children, counts, map, STATE_MACHINE, wait } from '../testing/distributed-map';
import { START, TestEngine } from '../testing/engine';

describe('an end from outside', () => {
  const running = async (type: string, items = [100, 200], more: object = {}) => {
    const engine = new TestEngine();
    const machine = await engine.create({ ...map({ Items: items, MaxConcurrency: 1 }, wait, type), ...more });
    const executionArn = await engine.start(machine);
    await engine.run(10_000);
    return { engine, executionArn };
  };

  test('StopExecution aborts the map run, and stops STANDARD children', async () => {
    const { engine, executionArn } = await running('STANDARD');
    await engine.handle('StopExecution', { executionArn });
    await engine.run();
    expect(await engine.mapRun(executionArn)).toMatchObject({
      status: 'ABORTED',
      stopDate: START / 1000 + 10,
      executionCounts: counts({ aborted: 1, pending: 1, total: 2 }),
    });
    expect(engine.clock.due()).toBeUndefined();
    expect((await engine.outline(executionArn)).at(-1)).toBe('5 0 ExecutionAborted');
  });

  test('StopExecution lets EXPRESS children come to their end, and starts no more', async () => {
    const { engine, executionArn } = await running('EXPRESS');
    await engine.handle('StopExecution', { executionArn });
    expect(await engine.mapRun(executionArn)).toMatchObject({ status: 'ABORTED' });
    await engine.run();
    expect(await engine.mapRun(executionArn)).toMatchObject({
      executionCounts: counts({ succeeded: 1, pending: 1, total: 2 }),
    });
  });

  test('children run on where the role may not stop them', async () => {
    const { engine, executionArn } = await running('STANDARD', [100]);
    engine.denied.add('states:StopExecution');
    await engine.handle('StopExecution', { executionArn });
    await engine.run();
    expect(await engine.mapRun(executionArn)).toMatchObject({ executionCounts: counts({ succeeded: 1, total: 1 }) });
  });

  test('the timeout of the execution aborts the map run', async () => {
    const { engine, executionArn } = await running('STANDARD', [100], { TimeoutSeconds: 20 });
    await engine.run();
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'TIMED_OUT' });
    expect(await engine.mapRun(executionArn)).toMatchObject({
      status: 'ABORTED',
      executionCounts: counts({ aborted: 1, total: 1 }),
    });
  });

  test('the failure of another branch aborts the map run, and is told so', async () => {
    const engine = new TestEngine();
    const fails = {
      StartAt: 'soon',
      States: { soon: { Type: 'Wait', Seconds: 1, Next: 'fails' }, fails: { Type: 'Fail', Error: 'Oops' } },
    };
    const Branches = [map({ Items: [100] }, wait), fails];
    const end = await engine.execute({ StartAt: 'all', States: { all: { Type: 'Parallel', Branches, End: true } } });
    expect(end).toMatchObject({ status: 'FAILED', error: 'Oops', stopDate: START / 1000 + 1 });
    const outline = await engine.outline(end.executionArn);
    expect(outline).toContainEqual(expect.stringContaining('MapStateAborted'));
    expect(outline).toContainEqual(expect.stringContaining('MapRunAborted'));
    expect(await engine.mapRun(end.executionArn)).toMatchObject({ status: 'ABORTED' });
  });

  test('DeleteStateMachine takes map runs and children with it', async () => {
    const { engine, executionArn } = await running('STANDARD');
    const { mapRunArn } = await engine.mapRun(executionArn);
    const [child] = await children(engine, mapRunArn);
    await engine.handle('DeleteStateMachine', { stateMachineArn: STATE_MACHINE });
    await engine.run();
    await expect(engine.handle('DescribeMapRun', { mapRunArn })).rejects.toMatchObject({ code: 'ResourceNotFound' });
    await expect(engine.describe(String(child?.executionArn))).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
    expect(engine.clock.due()).toBeUndefined();
  });
});
