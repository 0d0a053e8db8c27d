import { describe, expect, test } from '@jest/globals';
import { TestEngine } from '../../testing/engine';

describe('Pass', () => {
  test('hands its input on where it has no Output', async () => {
    const engine = new TestEngine();
    const end = await engine.execute({ StartAt: 'a', States: { a: { Type: 'Pass', End: true } } }, { n: 1 });
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '{"n":1}' });
    expect(await engine.outline(end.executionArn)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 PassStateEntered',
      '3 2 PassStateExited',
      '4 3 ExecutionSucceeded',
    ]);
  });

  test('assigns variables that later states see; its own Output sees the old ones', async () => {
    const engine = new TestEngine();
    const States = {
      a: { Type: 'Pass', Assign: { n: 1, o: { p: '{% $states.input.p %}' } }, Next: 'b' },
      b: { Type: 'Pass', Assign: { n: '{% $n + 1 %}', before: '{% $n %}' }, Output: '{% $n %}', Next: 'c' },
      c: { Type: 'Pass', Output: '{% [$states.input, $n, $before, $o.p] %}', End: true },
    };
    const end = await engine.execute({ StartAt: 'a', States }, { p: 'q' });
    expect(end.output).toBe('[1,2,1,"q"]');
    const exits = (await engine.history(end.executionArn)).filter(({ type }) => type === 'PassStateExited');
    expect(exits[0]?.stateExitedEventDetails).toEqual({
      name: 'a',
      output: '{"p":"q"}',
      outputDetails: { truncated: false },
      assignedVariables: { n: '1', o: '{"p":"q"}' },
      assignedVariablesDetails: { truncated: false },
    });
    expect(exits[2]?.stateExitedEventDetails).not.toHaveProperty('assignedVariables');
  });

  test('fails the execution when an expression gives nothing', async () => {
    const engine = new TestEngine();
    const States = { a: { Type: 'Pass', Output: { x: '{% $nowhere %}' }, End: true } };
    const end = await engine.execute({ StartAt: 'a', States });
    const cause =
      "An error occurred while executing the state 'a' (entered at the event id #2). The JSONata expression '$nowhere' " +
      "specified for the field 'Output/x' returned nothing (undefined).";
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError', cause });
    expect(await engine.outline(end.executionArn)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 PassStateEntered',
      '3 0 EvaluationFailed',
      '4 3 ExecutionFailed',
    ]);
    expect((await engine.history(end.executionArn))[2]?.evaluationFailedEventDetails).toEqual({
      error: 'States.QueryEvaluationError',
      cause,
      location: 'Output/x',
      state: 'a',
    });
  });

  test('fails when its output is larger than 256 KiB, and not when it just fits', async () => {
    const sized = (length: number) => ({
      StartAt: 'a',
      States: { a: { Type: 'Pass', Output: `{% $pad("é", ${length}, "é") %}`, End: true } },
    });
    const fits = (256 * 1024 - 2) / 2;
    expect(await new TestEngine().execute(sized(fits))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await new TestEngine().execute(sized(fits + 1))).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });
});

test('Succeed ends its block of states, with an Output if it has one', async () => {
  const engine = new TestEngine();
  const end = await engine.execute({ StartAt: 'a', States: { a: { Type: 'Succeed', Output: { ok: true } } } });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
  expect(await engine.outline(end.executionArn)).toContain('3 2 SucceedStateExited');
});
