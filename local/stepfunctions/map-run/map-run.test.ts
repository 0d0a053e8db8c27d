import { describe, expect, test } from '@jest/globals';
import type { TaskRequest } from '../integrations/integrations';
import { ROLE, START, TestEngine } from '../testing/engine';

const pass = { StartAt: 'p', States: { p: { Type: 'Pass', End: true } } };
const task = { StartAt: 't', States: { t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } } };
const wait = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } } };
const ARN = 'arn:aws:states:ap-northeast-1:000000000000';
const STATE_MACHINE = `${ARN}:stateMachine:machine`;

/** A machine of one Distributed Map. */
const map = (fields: object, processor: object = pass, ExecutionType = 'STANDARD') => ({
  StartAt: 'each',
  States: {
    each: {
      Type: 'Map',
      Label: 'rows',
      ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType } },
      ...fields,
      End: true,
    },
  },
});

/** Tasks fail for these arguments. */
const failing = (...values: unknown[]) =>
  new TestEngine(({ arguments: given }: TaskRequest) =>
    values.includes(given) ? { error: 'Oops', cause: `${given}` } : { output: given },
  );

async function children(engine: TestEngine, mapRunArn: unknown, more: object = {}) {
  const { executions } = (await engine.handle('ListExecutions', { mapRunArn, ...more })) as unknown as {
    executions: { executionArn: string; status: string; [member: string]: unknown }[];
  };
  return executions;
}

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
        State: { EnteredTime: '2026-01-01T00:00:00.000Z', Name: 'c', RetryCount: 0 },
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

describe('failures', () => {
  test('of one child fail the map run, stop the STANDARD ones that run, and leave the rest pending', async () => {
    const engine = new TestEngine(({ arguments: given }) =>
      given === 2 ? { error: 'Oops', cause: 'because' } : new Promise(() => {}),
    );
    const end = await engine.execute(map({ Items: [1, 3, 2, 4, 5], MaxConcurrency: 3 }, task));
    expect(end).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
    expect((await engine.outline(end.executionArn)).slice(3)).toEqual([
      '4 3 MapRunStarted',
      '5 4 MapRunFailed',
      '6 5 MapStateFailed',
      '7 6 ExecutionFailed',
    ]);
    const mapRun = await engine.mapRun(end.executionArn);
    const executionCounts = counts({ failed: 1, aborted: 2, pending: 2, total: 5, resultsWritten: 3 });
    expect(mapRun).toMatchObject({ status: 'FAILED', executionCounts, itemCounts: executionCounts });
    const stopped = await children(engine, mapRun.mapRunArn, { statusFilter: 'ABORTED' });
    expect(stopped).toHaveLength(2);
    expect(await engine.describe(String(stopped[0]?.executionArn))).toMatchObject({
      cause: 'The parent Map Run was stopped.',
      redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    });
  });

  test('of one child let the EXPRESS ones that run come to their end', async () => {
    const engine = failing(-1);
    const processor = {
      StartAt: 'w',
      States: {
        w: { Type: 'Wait', Seconds: '{% $abs($states.input) %}', Next: 't' },
        t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true },
      },
    };
    const end = await engine.execute(map({ Items: [-1, 5, 9], MaxConcurrency: 2 }, processor, 'EXPRESS'));
    expect(end).toMatchObject({ status: 'FAILED', stopDate: START / 1000 + 5 });
    expect(await engine.mapRun(end.executionArn)).toMatchObject({
      executionCounts: counts({ failed: 1, succeeded: 1, pending: 1, total: 3, resultsWritten: 2 }),
    });
  });

  test.each([
    [{ ToleratedFailureCount: 2 }, 'SUCCEEDED'],
    [{ ToleratedFailureCount: 1 }, 'FAILED'],
    [{ ToleratedFailurePercentage: 50 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 49.9 }, 'FAILED'],
    [{ ToleratedFailureCount: '{% 2 %}', ToleratedFailurePercentage: '{% 49 %}' }, 'FAILED'],
  ])('%j of two in four: %s', async (tolerance, status) => {
    const end = await failing(1, 2).execute(map({ Items: [1, 2, 3, 4], ...tolerance }, task));
    expect(end.status).toBe(status);
  });

  test('are counted by items, of which a child may have many', async () => {
    const engine = new TestEngine(() => ({ error: 'Oops', cause: '' }));
    const fields = { Items: [1, 2, 3], ItemBatcher: { MaxItemsPerBatch: 3 }, ToleratedFailureCount: 2 };
    expect(await engine.execute(map(fields, task))).toMatchObject({ status: 'FAILED' });
  });

  test('that are tolerated stand among the results with all that is known of them', async () => {
    const engine = failing(2);
    const end = await engine.execute(map({ Items: [1, 2, 3], ToleratedFailureCount: 1 }, task));
    expect(JSON.parse(String(end.output))).toEqual([
      1,
      expect.objectContaining({ Error: 'Oops', Cause: '2', Input: '2', Status: 'FAILED' }),
      3,
    ]);
  });

  test.each([
    [{ ToleratedFailureCount: '{% -1 %}' }, 'ToleratedFailureCount cannot be negative.'],
    [{ ToleratedFailurePercentage: '{% 100.1 %}' }, 'ToleratedFailurePercentage must be between 0 and 100.'],
  ])('%j is no tolerance', async (tolerance, sentence) => {
    const engine = new TestEngine();
    const end = await engine.execute(map({ Items: [1], ...tolerance }));
    const cause = `An error occurred while executing the state 'each' (entered at the event id #2). ${sentence}`;
    expect(end).toMatchObject({ error: 'States.Runtime', cause });
  });

  test('may be caught and retried: a retry is a new map run', async () => {
    const engine = failing(1);
    const definition = map({ Items: [1], Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] }, task);
    const end = await engine.execute(definition);
    expect(end.status).toBe('FAILED');
    const { mapRuns } = await engine.handle('ListMapRuns', { executionArn: end.executionArn });
    expect(mapRuns).toMatchObject([
      { startDate: START / 1000 + 1, stateMachineArn: `${STATE_MACHINE}/rows` },
      { startDate: START / 1000 },
    ]);
  });

  test('of the size of the results: an array of them has 256 KiB at most', async () => {
    const engine = new TestEngine(() => ({ output: 'x'.repeat(100_000) }));
    expect(await engine.execute(map({ Items: [1, 2] }, task))).toMatchObject({ status: 'SUCCEEDED' });
    const end = await new TestEngine(() => ({ output: 'x'.repeat(100_000) })).execute(map({ Items: [1, 2, 3] }, task));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('of the role to start executions of its own state machine', async () => {
    const engine = new TestEngine();
    engine.denied.add('states:StartExecution');
    const end = await engine.execute(map({ Items: [1], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'each' }] }));
    const cause = `not authorized to perform: states:StartExecution on resource: ${STATE_MACHINE}`;
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause });
  });
});

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

/** All counts, those that are not given being 0. */
function counts(given: object) {
  const names = ['pending', 'running', 'succeeded', 'failed', 'timedOut', 'aborted', 'total', 'resultsWritten'];
  const zero = Object.fromEntries([...names, 'failuresNotRedrivable', 'pendingRedrive'].map((name) => [name, 0]));
  return { ...zero, ...given };
}
