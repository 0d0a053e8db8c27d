import { describe, expect, test } from '@jest/globals';
import type { Workflow } from '../definition/workflow';
import { lint } from './lint';
import { alone, messages } from './testing/linted';

describe('an expression', () => {
  const pass = (Output: string): Workflow => alone({ Type: 'Pass', Output: { a: [Output] }, End: true });

  test('that parses is right', () => {
    expect(lint(pass("{% $states.input.{ 'id': id } %}"))).toEqual([]);
    expect(lint(pass('100 %} of {% text'))).toEqual([]);
  });

  test('that does not parse is named with its place and the reason', () => {
    expect(messages(pass('{% $states.( %}'))).toEqual([
      'State "s": Output.a[0] does not parse: Expected ")" before end of expression at character 9, in {% $states.( %}',
    ]);
    expect(messages(pass('{%%}'))[0]).toContain('does not parse');
  });

  test.each(['{% $states.input', '{% $states.input }', '$states.input %}'])(
    'that lacks a delimiter would be taken as text: %s',
    (text) => {
      expect(messages(pass(text))[0]).toContain('Output.a[0] begins or ends as an expression, and is not one');
    },
  );

  test.each(["$eval('1')", "$eval('$states.result').Item", "'1' ~> $eval", "{'a': $map(['1'], $eval)}"])(
    'has no $eval: %s',
    (expression) => {
      expect(messages(pass(`{% ${expression} %}`))).toEqual([
        `State "s": Output.a[0] uses $eval, which Step Functions does not have, in {% ${expression} %}. Write the expression itself there.`,
      ]);
    },
  );

  test('is looked for in conditions, handlers and readers', () => {
    const choice = {
      StartAt: 'c',
      States: {
        c: { Type: 'Choice', Choices: [{ Condition: '{% ( %}', Next: 'd' }], Default: 'd' },
        d: { Type: 'Fail', Cause: '{% ) %}' },
      },
    } as const;
    expect(lint(choice).map(({ rule, state }) => [rule, state])).toEqual([
      ['jsonata-syntax', 'c'],
      ['jsonata-syntax', 'd'],
    ]);
  });
});
