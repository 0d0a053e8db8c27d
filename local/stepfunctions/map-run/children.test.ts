import { describe, expect, test } from '@jest/globals';
import { ARN, children, counts, map, pass, wait } from '../testing/distributed-map';
import { START, TestEngine } from '../testing/engine';

describe('EXPRESS children', () => {
  test('last five minutes at most, and are gone when they have ended', async () => {
    const engine = new TestEngine();
    const machine = await engine.create(map({ Items: [299, 301], ToleratedFailureCount: 1 }, wait, 'EXPRESS'));
    const executionArn = await engine.start(machine);
    await engine.run(1000);
    const { mapRunArn } = await engine.mapRun(executionArn);
    const running = await children(engine, mapRunArn);
    expect(running).toHaveLength(2);
    const [first] = running;
    expect(first?.executionArn).toMatch(/:express:machine\/rows:[0-9a-f-]{36}:[0-9a-f-]{36}$/);
    expect(await engine.describe(String(first?.executionArn))).toMatchObject({ status: 'RUNNING' });
    await engine.run();
    expect(await engine.mapRun(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      executionCounts: counts({ succeeded: 1, timedOut: 1, total: 2, resultsWritten: 2 }),
      stopDate: START / 1000 + 300,
    });
    expect(await children(engine, mapRunArn)).toEqual([]);
    await expect(engine.describe(String(first?.executionArn))).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
  });

  test('change their status without an event; STANDARD ones tell of it', async () => {
    for (const [type, events] of [
      ['EXPRESS', 2],
      ['STANDARD', 4],
    ] as const) {
      const engine = new TestEngine();
      await engine.execute(map({ Items: [1] }, pass, type));
      expect(engine.statusChanges).toHaveLength(events);
    }
  });
});

test.each(['JSONata', 'JSONPath'])(
  'the state machine of children is told in %s, as their parent is',
  async (QueryLanguage) => {
    const engine = new TestEngine();
    const end = await engine.execute({ ...map({}), QueryLanguage }, [1]);
    const [child] = await children(engine, (await engine.mapRun(end.executionArn)).mapRunArn);
    const { executionArn } = child ?? {};
    const { definition } = await engine.handle('DescribeStateMachineForExecution', { executionArn });
    expect(JSON.parse(String(definition))).toEqual({ QueryLanguage, ...pass });
  },
);

describe('a map run within another', () => {
  const inner = (Items: unknown, processor: object) => {
    const each = { ...map({ Items }, processor, 'EXPRESS').States.each, Label: 'inner' };
    return { StartAt: 'inner', States: { inner: each } };
  };

  test('is one of the child, under the name of the machine', async () => {
    const engine = new TestEngine();
    const end = await engine.execute(map({ Items: [[1, 2], [3]] }, inner('{% $states.input %}', pass)));
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '[[1,2],[3]]' });
    const { mapRunArn } = await engine.mapRun(end.executionArn);
    const [child] = await children(engine, mapRunArn);
    const within = await engine.mapRun(String(child?.executionArn));
    expect(within).toMatchObject({ status: 'SUCCEEDED', executionArn: child?.executionArn });
    expect(within.mapRunArn).toMatch(new RegExp(`^${ARN}:mapRun:machine/inner:`));
  });

  test('is aborted with the child', async () => {
    const engine = new TestEngine();
    const machine = await engine.create(map({ Items: [0] }, inner([100], wait)));
    const executionArn = await engine.start(machine);
    await engine.run(1000);
    const [child] = await children(engine, (await engine.mapRun(executionArn)).mapRunArn);
    await engine.handle('StopExecution', { executionArn });
    await engine.settle();
    expect(await engine.mapRun(String(child?.executionArn))).toMatchObject({ status: 'ABORTED' });
    await engine.run();
    expect(engine.clock.due()).toBeUndefined();
  });
});
