import { describe, expect, test } from '@jest/globals';
import { children, counts, map, STATE_MACHINE, wait } from '../testing/distributed-map';
import { ROLE, START, TestEngine } from '../testing/engine';

describe('a map run', () => {
  test('is told in the history as AWS does, and gives the results in the order of the items', async () => {
    const engine = new TestEngine();
    const end = await engine.execute(map({ Items: [3, 1, 2] }, wait));
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '[3,1,2]', stopDate: START / 1000 + 3 });
    expect(await engine.outline(end.executionArn)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 MapStateEntered',
      '3 2 MapStateStarted',
      '4 3 MapRunStarted',
      '5 4 MapRunSucceeded',
      '6 5 MapStateSucceeded',
      '7 4 MapStateExited',
      '8 7 ExecutionSucceeded',
    ]);
    const events = await engine.history(end.executionArn);
    expect(events[2]?.mapStateStartedEventDetails).toEqual({ length: 3 });
    const { mapRunArn } = (events[3]?.mapRunStartedEventDetails ?? {}) as { mapRunArn?: string };
    expect(mapRunArn).toMatch(/^arn:aws:states:ap-northeast-1:000000000000:mapRun:machine\/rows:[0-9a-f-]{36}$/);
    expect(await engine.handle('DescribeMapRun', { mapRunArn })).toEqual({
      mapRunArn,
      executionArn: end.executionArn,
      status: 'SUCCEEDED',
      startDate: START / 1000,
      stopDate: START / 1000 + 3,
      maxConcurrency: 10_000,
      toleratedFailureCount: 0,
      toleratedFailurePercentage: 0,
      itemCounts: counts({ succeeded: 3, total: 3, resultsWritten: 3 }),
      executionCounts: counts({ succeeded: 3, total: 3, resultsWritten: 3 }),
      redriveCount: 0,
    });
  });

  test('of nothing succeeds with nothing', async () => {
    expect(await new TestEngine().execute(map({ Items: [] }))).toMatchObject({ status: 'SUCCEEDED', output: '[]' });
  });

  test('runs each child as an execution of its own, with a context of its own', async () => {
    const context = { StartAt: 'c', States: { c: { Type: 'Pass', Output: '{% $states.context %}', End: true } } };
    const engine = new TestEngine();
    const end = await engine.execute(map({ Items: ['a'] }, context));
    const { mapRunArn } = await engine.mapRun(end.executionArn);
    const [child] = await children(engine, mapRunArn);
    expect(child).toMatchObject({ status: 'SUCCEEDED', itemCount: 1, mapRunArn, redriveCount: 0 });
    expect(child?.executionArn).toMatch(/:execution:machine\/rows:[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f-]+$/);
    expect(JSON.parse(String(end.output))).toEqual([
      {
        Execution: {
          Id: child?.executionArn,
          Input: 'a',
          Name: child?.name,
          RoleArn: ROLE,
          StartTime: '2026-01-01T00:00:00.000Z',
          RedriveCount: 0,
        },
        State: { EnteredTime: '2026-01-01T00:00:00.000Z', Name: 'c' },
        StateMachine: { Id: `${STATE_MACHINE}/rows`, Name: 'machine' },
      },
    ]);
    expect(await engine.outline(String(child?.executionArn))).toEqual([
      '1 0 ExecutionStarted',
      '2 0 PassStateEntered',
      '3 2 PassStateExited',
      '4 3 ExecutionSucceeded',
    ]);
    expect(await engine.describe(String(child?.executionArn))).toMatchObject({ mapRunArn, input: '"a"' });
    const definition = await engine.handle('DescribeStateMachineForExecution', { executionArn: child?.executionArn });
    expect(definition).toMatchObject({ mapRunArn, label: 'rows', stateMachineArn: `${STATE_MACHINE}/rows` });
    expect(JSON.parse(String(definition.definition))).toEqual({ QueryLanguage: 'JSONata', ...context });
    expect(await engine.handle('ListExecutions', { stateMachineArn: STATE_MACHINE })).toMatchObject({
      executions: [{ executionArn: end.executionArn }],
    });
  });

  test('without a Label has the same one at every run', async () => {
    const engine = new TestEngine();
    const machine = await engine.create(map({ Items: [1], Label: undefined }));
    const labels = [];
    for (const name of ['a', 'b']) {
      const executionArn = await engine.start(machine, {}, name);
      await engine.run();
      labels.push(
        String((await engine.mapRun(executionArn)).mapRunArn)
          .split(/[/:]/)
          .at(-2),
      );
    }
    expect(labels[0]).toMatch(/^[0-9a-f]{8}-/);
    expect(labels[0]).toBe(labels[1]);
  });

  test('shapes items by ItemSelector with the index, the value and the source of each', async () => {
    const ItemSelector = {
      item: '{% $states.context.Map.Item %}',
      of: '{% $states.input.of %}',
      id: '{% $states.context.Execution.Name %}',
    };
    const end = await new TestEngine().execute(map({ Items: ['x'], ItemSelector }), { of: 'parent' });
    const item = { Index: 0, Value: 'x', Source: 'STATE_DATA' };
    expect(end.output).toBe(JSON.stringify([{ item, of: 'parent', id: 'run' }]));
  });

  test('fails where an ItemSelector does', async () => {
    const end = await new TestEngine().execute(map({ Items: [1], ItemSelector: '{% $nothing %}' }));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(end.cause).toContain("The JSONata expression '$nothing' specified for the field 'ItemSelector'");
  });

  test.each([
    [1, 6],
    [2, 3],
    ['{% 3 %}', 2],
    [0, 1],
  ])('with MaxConcurrency %s', async (MaxConcurrency, seconds) => {
    const end = await new TestEngine().execute(map({ Items: [1, 1, 1, 1, 1, 1], MaxConcurrency }, wait));
    expect(end).toMatchObject({ status: 'SUCCEEDED', stopDate: START / 1000 + seconds });
  });

  test('may be updated while it runs', async () => {
    const engine = new TestEngine();
    const machine = await engine.create(map({ Items: [10, 10, 10], MaxConcurrency: 1 }, wait));
    const executionArn = await engine.start(machine);
    await engine.run(5000);
    const { mapRunArn, executionCounts } = await engine.mapRun(executionArn);
    expect(executionCounts).toMatchObject({ running: 1, pending: 1 });
    await engine.handle('UpdateMapRun', { mapRunArn, maxConcurrency: 3, toleratedFailurePercentage: 12.5 });
    await engine.run();
    expect(await engine.mapRun(executionArn)).toMatchObject({
      maxConcurrency: 3,
      toleratedFailurePercentage: 12.5,
      stopDate: START / 1000 + 15,
    });
    await expect(engine.handle('UpdateMapRun', { mapRunArn, maxConcurrency: 1 })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});

describe('batches', () => {
  const batched = (ItemBatcher: object, more: object = {}) => map({ ItemBatcher, ...more });

  test('have so many items at most', async () => {
    const engine = new TestEngine();
    const end = await engine.execute(
      batched({ MaxItemsPerBatch: 2, BatchInput: { at: '{% $states.input.at %}' } }, { Items: [1, 2, 3] }),
      { at: 7 },
    );
    expect(end.output).toBe('[{"BatchInput":{"at":7},"Items":[1,2]},{"BatchInput":{"at":7},"Items":[3]}]');
    expect(await engine.mapRun(end.executionArn)).toMatchObject({
      itemCounts: counts({ succeeded: 3, total: 3, resultsWritten: 3 }),
      executionCounts: counts({ succeeded: 2, total: 2, resultsWritten: 2 }),
    });
  });

  test('have so many bytes at most, all that is around the items included', async () => {
    const Items = ['aaaa', 'bbbb', 'cccc'];
    const exactly = Buffer.byteLength('{"Items":["aaaa","bbbb"]}');
    const sizes = async (MaxInputBytesPerBatch: unknown) => {
      const { output } = await new TestEngine().execute(batched({ MaxInputBytesPerBatch }, { Items }));
      return (JSON.parse(String(output)) as { Items: string[] }[]).map((batch) => batch.Items.length);
    };
    expect(await sizes(exactly)).toEqual([2, 1]);
    expect(await sizes(`{% ${exactly - 1} %}`)).toEqual([1, 1, 1]);
  });

  test('cannot hold an item that is too large alone', async () => {
    const end = await new TestEngine().execute(batched({ MaxInputBytesPerBatch: 20 }, { Items: ['x'.repeat(20)] }));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

test('a map run of many children leaves other executions their turns', async () => {
  const engine = new TestEngine();
  const many = await engine.create(map({ Items: Array.from({ length: 3000 }, (_, index) => index), Output: 'done' }));
  const other = await engine.create({ StartAt: 'p', States: { p: { Type: 'Pass', End: true } } }, 'other');
  const parent = await engine.start(many);
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  const started = await engine.mapRun(parent);
  expect(started.executionCounts).toMatchObject({ succeeded: expect.any(Number) });
  const small = await engine.start(other, {}, 'small');
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(await engine.describe(small)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await engine.describe(parent)).toMatchObject({ status: 'RUNNING' });
  engine.service.close();
});
