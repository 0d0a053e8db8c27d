import { describe, expect, test } from '@jest/globals';
import { START, TestEngine } from '../../testing/engine';

const pass = { StartAt: 'p', States: { p: { Type: 'Pass', End: true } } };
const wait = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } } };
const map = (fields: object) => ({
  StartAt: 'each',
  States: { each: { Type: 'Map', ItemProcessor: pass, ...fields, End: true } },
});

describe('Map', () => {
  test('runs one iteration per item and gives the results in the order of the items', async () => {
    const end = await new TestEngine().execute(map({ ItemProcessor: wait, Items: '{% $states.input.list %}' }), {
      list: [3, 1, 2],
    });
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '[3,1,2]', stopDate: START / 1000 + 3 });
  });

  test('takes its input as items where it has no Items', async () => {
    expect(await new TestEngine().execute(map({}), [1, 'two'])).toMatchObject({ output: '[1,"two"]' });
  });

  test('one after another is told in the history as AWS does', async () => {
    const engine = new TestEngine();
    const end = await engine.execute(map({ MaxConcurrency: 1, Items: ['a', 'b'] }));
    expect((await engine.outline(end.executionArn)).slice(1)).toEqual([
      '2 0 MapStateEntered',
      '3 2 MapStateStarted',
      '4 3 MapIterationStarted',
      '5 4 PassStateEntered',
      '6 5 PassStateExited',
      '7 6 MapIterationSucceeded',
      '8 6 MapIterationStarted',
      '9 8 PassStateEntered',
      '10 9 PassStateExited',
      '11 10 MapIterationSucceeded',
      '12 11 MapStateSucceeded',
      '13 11 MapStateExited',
      '14 13 ExecutionSucceeded',
    ]);
    const events = await engine.history(end.executionArn);
    expect(events[2]?.mapStateStartedEventDetails).toEqual({ length: 2 });
    expect(events[7]?.mapIterationStartedEventDetails).toEqual({ name: 'each', index: 1 });
  });

  test('of nothing succeeds with nothing', async () => {
    const engine = new TestEngine();
    const end = await engine.execute(map({ Items: [] }));
    expect(end.output).toBe('[]');
    expect((await engine.outline(end.executionArn)).slice(2, 5)).toEqual([
      '3 2 MapStateStarted',
      '4 3 MapStateSucceeded',
      '5 3 MapStateExited',
    ]);
  });

  test.each([
    [2, 15],
    [0, 5],
    ['{% 3 %}', 10],
  ])('with MaxConcurrency %s', async (MaxConcurrency, seconds) => {
    const end = await new TestEngine().execute(map({ ItemProcessor: wait, MaxConcurrency }), [5, 5, 5, 5, 5, 5]);
    expect(end.stopDate).toBe(START / 1000 + seconds);
  });

  test.each([0, 100])('runs 40 iterations at once at most, also with MaxConcurrency %d', async (MaxConcurrency) => {
    const end = await new TestEngine().execute(
      map({ ItemProcessor: wait, MaxConcurrency }),
      Array.from({ length: 41 }, () => 5),
    );
    expect(end.stopDate).toBe(START / 1000 + 10);
  });

  test('shapes each item with ItemSelector, and tells each iteration its item', async () => {
    const definition = map({
      Items: ['a', 'b'],
      ItemSelector: { item: '{% $states.context.Map.Item %}', from: '{% $states.input.from %}' },
      ItemProcessor: {
        StartAt: 'p',
        States: {
          p: { Type: 'Pass', Output: '{% [$states.input.from, $states.context.Map.Item.Index] %}', End: true },
        },
      },
    });
    const engine = new TestEngine();
    const end = await engine.execute(definition, { from: 'x' });
    expect(end.output).toBe('[["x",0],["x",1]]');
    const entered = (await engine.history(end.executionArn)).find(({ type }) => type === 'PassStateEntered');
    expect(entered?.stateEnteredEventDetails).toMatchObject({ input: '{"item":{"Index":0,"Value":"a"},"from":"x"}' });
  });

  test('fails with the first failing iteration, and ends the others', async () => {
    const engine = new TestEngine(() => new Promise(() => {}));
    const processor = {
      StartAt: 't',
      States: { t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', TimeoutSeconds: 5, End: true } },
    };
    const end = await engine.execute(map({ ItemProcessor: processor, Items: [1, 2, 3] }));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    // As recorded on AWS, but for the timeouts of the others, which there came in the same moment.
    expect((await engine.outline(end.executionArn)).slice(2)).toEqual([
      '3 2 MapStateStarted',
      '4 3 MapIterationStarted',
      '5 3 MapIterationStarted',
      '6 3 MapIterationStarted',
      '7 4 TaskStateEntered',
      '8 7 TaskScheduled',
      '9 5 TaskStateEntered',
      '10 9 TaskScheduled',
      '11 6 TaskStateEntered',
      '12 11 TaskScheduled',
      '13 8 TaskStarted',
      '14 10 TaskStarted',
      '15 12 TaskStarted',
      '16 13 TaskTimedOut',
      '17 16 MapIterationFailed',
      '18 16 TaskStateAborted',
      '19 16 MapIterationAborted',
      '20 16 TaskStateAborted',
      '21 16 MapIterationAborted',
      '22 16 TaskStateAborted',
      '23 16 MapStateFailed',
      '24 23 ExecutionFailed',
    ]);
    expect(engine.requests.every(({ signal }) => signal.aborted)).toBe(true);
  });

  test('is told of an iteration that fails and of those it ends in the order of the items', async () => {
    const engine = new TestEngine();
    const States = {
      route: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'short' }], Default: 'long' },
      short: { Type: 'Wait', Seconds: 1, Next: 'boom' },
      boom: { Type: 'Fail', Error: 'Boom' },
      long: { Type: 'Wait', Seconds: 20, End: true },
    };
    const end = await engine.execute(map({ ItemProcessor: { StartAt: 'route', States } }), [20, 1, 20]);
    const outline = await engine.outline(end.executionArn);
    const [failure = ''] = outline.filter((line) => line.endsWith('FailStateEntered'));
    const after = outline.slice(outline.indexOf(failure) + 1).map((line) => line.split(' ').slice(1).join(' '));
    const [id] = failure.split(' ');
    expect(after.slice(0, -1)).toEqual([
      `${id} MapIterationAborted`,
      `${id} WaitStateAborted`,
      `${id} MapIterationFailed`,
      `${id} MapIterationAborted`,
      `${id} WaitStateAborted`,
      `${id} MapStateFailed`,
    ]);
  });

  test('fails, and ends its iterations, when an ItemSelector fails after some have begun', async () => {
    const engine = new TestEngine();
    const ItemSelector = '{% $states.context.Map.Item.Value.seconds %}';
    const end = await engine.execute(map({ ItemProcessor: wait, ItemSelector }), [{ seconds: 50 }, {}]);
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError', stopDate: START / 1000 });
    expect(await engine.outline(end.executionArn)).toContainEqual(expect.stringContaining('MapIterationAborted'));
    expect(engine.clock.due()).toBeUndefined();
  });

  test.each([
    [
      { Items: '{% 1 %}' },
      "The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'number' for value: 1",
    ],
    [{ Items: '{% $states.input.list[a = 1] %}' }, "was 'object'"],
    [{}, 'Map state input must be an array but was: {"list":[{"a":1}]}'],
  ])('%j are no items', async (fields, cause) => {
    const engine = new TestEngine();
    const end = await engine.execute(map(fields), { list: [{ a: 1 }] });
    expect(end).toMatchObject({ error: 'States.QueryEvaluationError', cause: expect.stringContaining(cause) });
    expect((await engine.outline(end.executionArn)).slice(2)).toEqual([
      '3 0 EvaluationFailed',
      '4 3 MapStateFailed',
      '5 4 ExecutionFailed',
    ]);
  });
});
