import { describe, expect, test } from '@jest/globals';
import { START, TestEngine } from '../../testing/engine';

const pass = (name: string, fields: object = {}) => ({
  StartAt: name,
  States: { [name]: { Type: 'Pass', ...fields, End: true } },
});
const wait = (name: string, Seconds: number) => ({
  StartAt: name,
  States: { [name]: { Type: 'Wait', Seconds, Output: name, End: true } },
});
const parallel = (Branches: object[], fields: object = {}) => ({
  StartAt: 'all',
  States: { all: { Type: 'Parallel', Branches, ...fields, Next: 'end' }, end: { Type: 'Succeed' } },
});

describe('Parallel', () => {
  test('gives the results of its branches in their order, not in that of their end', async () => {
    const engine = new TestEngine();
    const end = await engine.execute(
      parallel([wait('slow', 9), wait('fast', 1), pass('at once')], { Arguments: { a: 1 } }),
    );
    expect(end).toMatchObject({ output: '["slow","fast",{"a":1}]', stopDate: START / 1000 + 9 });
  });

  test('is told in the history as AWS does', async () => {
    const engine = new TestEngine();
    const end = await engine.execute(parallel([pass('a'), pass('b')]));
    expect((await engine.outline(end.executionArn)).slice(2, 9)).toEqual([
      '3 2 ParallelStateStarted',
      '4 3 PassStateEntered',
      '5 4 PassStateExited',
      '6 3 PassStateEntered',
      '7 6 PassStateExited',
      '8 7 ParallelStateSucceeded',
      '9 7 ParallelStateExited',
    ]);
  });

  test('fails with the error of the branch that fails first, and ends the others', async () => {
    const engine = new TestEngine();
    const failing = {
      StartAt: 'soon',
      States: {
        soon: { Type: 'Wait', Seconds: 1, Next: 'fail' },
        fail: { Type: 'Fail', Error: 'Broken', Cause: 'why' },
      },
    };
    const end = await engine.execute(parallel([wait('late', 60), failing, wait('later', 90)]));
    expect(end).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'why', stopDate: START / 1000 + 1 });
    expect((await engine.outline(end.executionArn)).slice(2)).toEqual([
      '3 2 ParallelStateStarted',
      '4 3 WaitStateEntered',
      '5 3 WaitStateEntered',
      '6 3 WaitStateEntered',
      '7 5 WaitStateExited',
      '8 7 FailStateEntered',
      '9 8 WaitStateAborted',
      '10 8 WaitStateAborted',
      '11 8 ParallelStateFailed',
      '12 11 ExecutionFailed',
    ]);
    expect(engine.clock.due()).toBeUndefined();
  });

  test('a failing Task is recorded as aborted too, as on AWS', async () => {
    const engine = new TestEngine(() => ({ error: 'Oops', cause: 'why' }));
    const task = {
      StartAt: 't',
      States: { t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } },
    };
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'end', Output: '{% $states.errorOutput.Error %}' }];
    const end = await engine.execute(parallel([task, wait('w', 60)], { Catch }));
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '"Oops"' });
    expect((await engine.outline(end.executionArn)).slice(7)).toEqual([
      '8 7 TaskFailed',
      '9 8 TaskStateAborted',
      '10 8 WaitStateAborted',
      '11 8 ParallelStateFailed',
      '12 11 ParallelStateExited',
      '13 12 SucceedStateEntered',
      '14 13 SucceedStateExited',
      '15 14 ExecutionSucceeded',
    ]);
  });

  test('tried again runs all its branches again', async () => {
    let calls = 0;
    const engine = new TestEngine(() => (calls++ === 0 ? { error: 'Oops', cause: '' } : { output: calls }));
    const task = {
      StartAt: 't',
      States: { t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } },
    };
    const Retry = [{ ErrorEquals: ['Oops'], IntervalSeconds: 3 }];
    const end = await engine.execute(parallel([task, pass('p')], { Retry }));
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '[2,{}]', stopDate: START / 1000 + 3 });
    const outline = await engine.outline(end.executionArn);
    expect(outline.filter((line) => line.endsWith('ParallelStateStarted'))).toHaveLength(2);
    expect(outline).not.toContainEqual(expect.stringContaining('ParallelStateFailed'));
  });

  test('can fail in the moment in which another branch finishes, and be tried again', async () => {
    const failing = { StartAt: 'f', States: { f: { Type: 'Fail', Error: 'Oops' } } };
    const Retry = [{ ErrorEquals: ['Oops'], MaxAttempts: 1 }];
    const end = await new TestEngine().execute(parallel([pass('p'), failing], { Retry }));
    expect(end).toMatchObject({ status: 'FAILED', error: 'Oops', stopDate: START / 1000 + 1 });
  });

  test('that cannot be left with its results fails after they have succeeded', async () => {
    const engine = new TestEngine();
    const QueryLanguage = 'JSONPath';
    const end = await engine.execute({
      QueryLanguage,
      ...parallel([pass('p')], { ResultSelector: { 'm.$': '$.nope' } }),
    });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect((await engine.outline(end.executionArn)).slice(4)).toEqual([
      '5 4 PassStateExited',
      '6 5 ParallelStateSucceeded',
      '7 6 ExecutionFailed',
    ]);
  });

  test('branches see the variables around them, and keep their own to themselves', async () => {
    const branch = pass('inner', { Assign: { own: 1 }, Output: '{% $outer %}' });
    const States = {
      before: { Type: 'Pass', Assign: { outer: 'seen' }, Next: 'all' },
      all: { Type: 'Parallel', Branches: [branch], Output: '{% [$states.result, $exists($own)] %}', End: true },
    };
    const end = await new TestEngine().execute({ StartAt: 'before', States });
    expect(end.output).toBe('["seen",false]');
  });
});
