import { describe, expect, test } from '@jest/globals';
import { TestEngine } from '../../testing/engine';

const ends = Object.fromEntries(
  ['small', 'large', 'other'].map((name) => [name, { Type: 'Pass', Output: name, End: true }]),
);
const Choices = [
  { Condition: '{% $states.input.n < 10 %}', Next: 'small', Output: 'unused', Assign: { size: 's' } },
  { Condition: '{% $states.input.n < 100 %}', Next: 'large' },
];

describe('Choice', () => {
  test.each([
    [5, '"small"'],
    [50, '"large"'],
    [500, '"other"'],
  ])('%d goes where the first true rule leads, else to the Default: %s', async (n, output) => {
    const States = { choose: { Type: 'Choice', Choices, Default: 'other' }, ...ends };
    expect(await new TestEngine().execute({ StartAt: 'choose', States }, { n })).toMatchObject({ output });
  });

  test("takes the Output and Assign of the rule, and the state's own with the Default", async () => {
    const States = {
      choose: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input %}', Next: 'show', Output: 'rule', Assign: { by: 'rule' } }],
        Default: 'show',
        Output: 'default',
        Assign: { by: 'default' },
      },
      show: { Type: 'Pass', Output: '{% [$states.input, $by] %}', End: true },
    };
    const definition = { StartAt: 'choose', States };
    expect(await new TestEngine().execute(definition, true)).toMatchObject({ output: '["rule","rule"]' });
    expect(await new TestEngine().execute(definition, false)).toMatchObject({ output: '["default","default"]' });
  });

  test('fails where no rule is true and there is no Default', async () => {
    const engine = new TestEngine();
    const States = { choose: { Type: 'Choice', Choices }, small: ends.small, large: ends.large };
    const end = await engine.execute({ StartAt: 'choose', States }, { n: 500 });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
    expect(await engine.outline(end.executionArn)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 ChoiceStateEntered',
      '3 2 ExecutionFailed',
    ]);
  });

  test('fails on a condition that is not boolean', async () => {
    const States = {
      choose: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'small' }] },
      small: ends.small,
    };
    expect(await new TestEngine().execute({ StartAt: 'choose', States })).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining("'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean'"),
    });
  });
});
