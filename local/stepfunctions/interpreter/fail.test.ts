import { describe, expect, test } from '@jest/globals';
import { TestEngine } from '../testing/engine';

const catching = (Catch: object[]) => ({
  StartAt: 'work',
  States: {
    work: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Catch, End: true },
    caught: { Type: 'Pass', Output: { input: '{% $states.input %}', saved: '{% $saved %}' }, End: true },
    plain: { Type: 'Pass', End: true },
  },
});
const failing = () => new TestEngine(() => ({ error: 'Oops', cause: 'why' }));

describe('Catch', () => {
  test('hands on error and cause where it has no Output', async () => {
    const engine = failing();
    const end = await engine.execute(
      catching([
        { ErrorEquals: ['Oops'], Next: 'plain' },
        { ErrorEquals: ['X'], Next: 'caught' },
      ]),
    );
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '{"Error":"Oops","Cause":"why"}' });
    expect((await engine.outline(end.executionArn)).slice(4, 7)).toEqual([
      '5 4 TaskFailed',
      '6 5 TaskStateExited',
      '7 6 PassStateEntered',
    ]);
  });

  test("has its own Output and Assign, which see the error and the state's input", async () => {
    const catcher = {
      ErrorEquals: ['States.ALL'],
      Next: 'caught',
      Output: '{% $states.input.n %}',
      Assign: { saved: '{% $states.errorOutput.Cause %}' },
    };
    const end = await failing().execute(catching([{ ErrorEquals: ['X'], Next: 'plain' }, catcher]), { n: 7 });
    expect(end).toMatchObject({ output: '{"input":7,"saved":"why"}' });
  });

  test('takes the first catcher that fits', async () => {
    const catchers = ['Other', 'States.TaskFailed', 'States.ALL'].map((error, index) => ({
      ErrorEquals: [error],
      Next: index === 1 ? 'plain' : 'caught',
      Assign: { saved: index },
    }));
    expect(await failing().execute(catching(catchers))).toMatchObject({ output: '{"Error":"Oops","Cause":"why"}' });
  });

  test('takes a failing expression of the state, and says what failed', async () => {
    const definition = catching([
      { ErrorEquals: ['States.QueryEvaluationError'], Next: 'plain' },
      { ErrorEquals: ['X'], Next: 'caught' },
    ]);
    const work = { ...definition.States.work, Arguments: '{% $nowhere %}' };
    const engine = new TestEngine();
    const end = await engine.execute({ ...definition, States: { ...definition.States, work } });
    expect(end.output).toContain("The JSONata expression '$nowhere' specified for the field 'Arguments'");
    expect(engine.requests).toEqual([]);
  });

  test('that fails itself fails the state, and is not caught', async () => {
    const catcher = { ErrorEquals: ['States.ALL'], Next: 'caught', Output: '{% $nowhere %}' };
    const end = await failing().execute(catching([{ ErrorEquals: ['X'], Next: 'plain' }, catcher]));
    expect(end).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining("'Catch[1]/Output' returned nothing"),
    });
  });

  test('of a Parallel that fails itself is recorded beside the failure, and fails the state once more', async () => {
    const engine = new TestEngine();
    const boom = { StartAt: 'boom', States: { boom: { Type: 'Fail', Error: 'E' } } };
    const Catch = [{ ErrorEquals: ['States.ALL'], Output: '{% $nowhere %}', Next: 'end' }];
    const both = { Type: 'Parallel', Branches: [boom], Catch, End: true };
    const end = await engine.execute({ StartAt: 'both', States: { both, end: { Type: 'Succeed' } } });
    expect((await engine.outline(end.executionArn)).slice(3)).toEqual([
      '4 3 FailStateEntered',
      '5 4 ParallelStateFailed',
      '6 4 EvaluationFailed',
      '7 6 ParallelStateFailed',
      '8 7 ExecutionFailed',
    ]);
  });
});
