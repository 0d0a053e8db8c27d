import { describe, expect, test } from '@jest/globals';
import type { TaskOutcome, TaskRequest } from '../integrations/integrations';
import { START, TestEngine } from '../testing/engine';

const task = (fields: object) => ({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...fields });
const two = {
  StartAt: 'first',
  TimeoutSeconds: 100,
  States: {
    first: task({ Next: 'second' }),
    second: task({ Retry: [{ ErrorEquals: ['Oops'], MaxAttempts: 1 }], End: true }),
  },
};

/** Each state's Task, for a Map each item's, fails so often, then succeeds with the number of its calls. */
function failing(times: Record<string, number>) {
  const calls: Record<string, number> = {};
  return new TestEngine(({ stateName, arguments: given }: TaskRequest): TaskOutcome => {
    const key = stateName === 'item' ? `${stateName}${given}` : stateName;
    calls[key] = (calls[key] ?? 0) + 1;
    return calls[key] <= (times[key] ?? 0) ? { error: 'Oops', cause: key } : { output: calls[key] };
  });
}
const calledStates = (engine: TestEngine) => engine.requests.map(({ stateName }) => stateName);
async function redrive(engine: TestEngine, executionArn: string) {
  const answer = await engine.handle('RedriveExecution', { executionArn });
  await engine.run();
  return answer;
}

describe('a redrive', () => {
  test('goes on at the failed state, with its retries counted anew, in the same history', async () => {
    const engine = failing({ second: 3 });
    const { executionArn } = await engine.execute(two, { n: 1 });
    expect(await engine.describe(executionArn)).toMatchObject({
      status: 'FAILED',
      redriveStatus: 'REDRIVABLE',
      redriveCount: 0,
    });
    expect(await redrive(engine, executionArn)).toEqual({ redriveDate: START / 1000 + 1 });
    expect(await engine.describe(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '4',
      redriveCount: 1,
      redriveDate: START / 1000 + 1,
      redriveStatus: 'NOT_REDRIVABLE',
    });
    expect(calledStates(engine)).toEqual(['first', 'second', 'second', 'second', 'second']);
    expect((await engine.outline(executionArn)).slice(12)).toEqual([
      '13 12 TaskFailed',
      '14 13 ExecutionFailed',
      '15 14 ExecutionRedriven',
      '16 15 TaskScheduled',
      '17 16 TaskStarted',
      '18 17 TaskFailed',
      '19 18 TaskScheduled',
      '20 19 TaskStarted',
      '21 20 TaskSucceeded',
      '22 21 TaskStateExited',
      '23 22 ExecutionSucceeded',
    ]);
    expect((await engine.history(executionArn))[14]?.executionRedrivenEventDetails).toEqual({ redriveCount: 1 });
  });

  test('shows in the context and in what is told of status changes', async () => {
    const engine = failing({ second: 2 });
    const States = {
      ...two.States,
      second: { ...two.States.second, Arguments: '{% $states.context.Execution %}' },
    };
    const { executionArn } = await engine.execute({ ...two, States });
    await redrive(engine, executionArn);
    expect(engine.requests.at(-1)?.arguments).toMatchObject({
      RedriveCount: 1,
      RedriveTime: '2026-01-01T00:00:01.000Z',
    });
    expect(engine.requests[1]?.arguments).not.toHaveProperty('RedriveTime');
    expect(engine.statusChanges.map(({ status, redriveCount }) => `${status} ${redriveCount}`)).toEqual([
      'RUNNING 0',
      'FAILED 0',
      'RUNNING 1',
      'SUCCEEDED 1',
    ]);
  });

  test('runs only the branches that had not finished', async () => {
    const engine = failing({ b: 1 });
    const branch = (name: string) => ({ StartAt: name, States: { [name]: task({ End: true }) } });
    const slow = {
      StartAt: 'wait',
      States: { wait: { Type: 'Wait', Seconds: 5, Next: 'fails' }, fails: task({ Arguments: 0, End: true }) },
    };
    const waitThenB = {
      StartAt: 'pause',
      States: { pause: { Type: 'Wait', Seconds: 1, Next: 'b' }, b: task({ End: true }) },
    };
    const Branches = [branch('a'), waitThenB, { ...slow, States: { ...slow.States, fails: task({ End: true }) } }];
    const { executionArn } = await engine.execute({
      StartAt: 'all',
      States: { all: { Type: 'Parallel', Branches, End: true } },
    });
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'FAILED', cause: 'b' });
    await redrive(engine, executionArn);
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,1]' });
    expect(calledStates(engine)).toEqual(['a', 'b', 'b', 'fails']);
  });

  test('of a Map runs the failed items and those that had not begun', async () => {
    const engine = failing({ item2: 1 });
    const ItemProcessor = { StartAt: 'item', States: { item: task({ End: true }) } };
    const each = { Type: 'Map', Items: [1, 2, 3, 4], MaxConcurrency: 1, ItemProcessor, End: true };
    const { executionArn } = await engine.execute({ StartAt: 'each', States: { each } });
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'FAILED', cause: 'item2' });
    await redrive(engine, executionArn);
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,1,1]' });
    expect(engine.requests.map((request) => request.arguments)).toEqual([1, 2, 2, 3, 4]);
  });

  test('runs a Parallel as a whole that failed after its branches', async () => {
    const engine = failing({});
    const Branches = [{ StartAt: 'a', States: { a: task({ End: true }) } }];
    const all = { Type: 'Parallel', Branches, Output: '{% $states.result[0] > 1 ? "ok" : $nowhere %}', End: true };
    const { executionArn } = await engine.execute({ StartAt: 'all', States: { all } });
    expect(await engine.describe(executionArn)).toMatchObject({ error: 'States.QueryEvaluationError' });
    await redrive(engine, executionArn);
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"ok"' });
  });

  test('of a stopped execution waits anew, and of a timed-out one has the whole time again', async () => {
    const engine = new TestEngine();
    const States = { w: { Type: 'Wait', Seconds: 60, End: true } };
    const stopped = await engine.start(await engine.create({ StartAt: 'w', States }));
    const machine = await engine.create({ StartAt: 'w', TimeoutSeconds: 50, States }, 'short');
    const timedOut = await engine.start(machine);
    await engine.run(20_000);
    await engine.handle('StopExecution', { executionArn: stopped });
    await engine.run();
    expect(await engine.describe(timedOut)).toMatchObject({ status: 'TIMED_OUT' });
    await engine.handle('RedriveExecution', { executionArn: stopped });
    await engine.handle('RedriveExecution', { executionArn: timedOut });
    await engine.run();
    expect(await engine.describe(stopped)).toMatchObject({ status: 'SUCCEEDED', stopDate: START / 1000 + 110 });
    expect(await engine.describe(timedOut)).toMatchObject({ status: 'TIMED_OUT', stopDate: START / 1000 + 100 });
  });

  test('fails again at a Fail state: a Catch that leads there has nothing to go on with', async () => {
    const engine = failing({ work: 1 });
    const States = {
      work: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'fail' }], End: true }),
      fail: { Type: 'Fail', Error: 'Caught' },
    };
    const { executionArn } = await engine.execute({ StartAt: 'work', States });
    await redrive(engine, executionArn);
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'FAILED', error: 'Caught', redriveCount: 1 });
    expect(calledStates(engine)).toEqual(['work']);
  });

  test('keeps the definition that the execution started with', async () => {
    const engine = failing({ second: 2 });
    const { executionArn, stateMachineArn } = await engine.execute(two);
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'x', States: { x: { Type: 'Succeed' } } });
    await engine.handle('UpdateStateMachine', { stateMachineArn, definition });
    await redrive(engine, executionArn);
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '3' });
  });

  test('is refused while an execution runs, when it has succeeded, and after 14 days', async () => {
    const engine = failing({ second: 9 });
    const machine = await engine.create(two);
    const running = await engine.start(machine, {}, 'a');
    const refused = (reason: string) => ({ code: 'ExecutionNotRedrivable', message: reason });
    await expect(engine.handle('RedriveExecution', { executionArn: running })).rejects.toMatchObject(
      refused('Execution is RUNNING and cannot be redriven'),
    );
    await engine.run();
    const good = await engine.start(await engine.create({ StartAt: 'x', States: { x: { Type: 'Succeed' } } }, 'good'));
    await engine.run();
    await expect(engine.handle('RedriveExecution', { executionArn: good })).rejects.toMatchObject(
      refused('Execution is SUCCEEDED and cannot be redriven'),
    );
    engine.clock.advance(14 * 24 * 60 * 60 * 1000);
    await redrive(engine, running);
    engine.clock.advance(14 * 24 * 60 * 60 * 1000 + 1);
    await expect(engine.handle('RedriveExecution', { executionArn: running })).rejects.toMatchObject(
      refused('Execution redrivable period exceeded'),
    );
  });
});
