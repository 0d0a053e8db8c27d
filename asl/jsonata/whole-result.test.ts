import { describe, expect, test } from '@jest/globals';
import { wholeResult } from './whole-result';

const items = [['Items']];

describe('an expression that takes content whole', () => {
  test.each([
    ['{% $states.result %}', '$states.result'],
    ['{% $states.result.Items %}', '$states.result.Items'],
    ['{% $states.result.Items[0] %}', '$states.result.Items'],
    ['{% $states.result.* %}', '$states.result'],
    ['{% $states %}', '$states'],
    ["{% {'all': $states.result} %}", '$states.result'],
    ['{% ($r := $states.result; $r.Count) %}', '$states.result'],
    ['{% $string($states.result.Items) %}', '$states.result.Items'],
    ["{% $states.result.Items.{'row': $} %}", '$states.result.Items'],
    ['{% $states.result ~> $string %}', '$states.result'],
    ["{% $lookup($states, 'result').Items %}", '$states.result.Items'],
    ["{% $lookup($lookup($states, 'result'), 'Items') %}", '$states.result.Items'],
    ["{% $lookup($states.result, 'Items')[0] %}", '$states.result.Items'],
    ["{% $states ~> $lookup('result') %}", '$states'],
    ['{% $lookup($states, $states.input.field).Items.pk.S %}', '$states'],
    ['{% $lookup($states.result, $states.input.field).pk.S %}', '$states.result'],
    ['{% $lookup($states.input, $states.result.Items) %}', '$states.result.Items'],
    ['{% $merge([$states.result]).Items %}', '$states.result'],
    ['{% $states.result.Count > 0 ? $states.result.Items : [] %}', '$states.result.Items'],
  ] as const)('%s', (expression, reference) => {
    expect(wholeResult(expression, items)).toBe(reference);
  });
});

describe('an expression that says what it takes', () => {
  test.each([
    '{% $states.result.Items[0].status.S %}',
    '{% $states.result.Items.pk.S %}',
    "{% $states.result.Items.{'pk': pk.S, 'sk': sk.S} %}",
    '{% $states.result.Count %}',
    '{% $states.result.LastEvaluatedKey %}',
    '{% $count($states.result.Items) %}',
    '{% $exists($states.result.Items) and $states.input.ok %}',
    '{% $states.result.Items = [] ? 1 : 2 %}',
    '{% $states.result ? 1 : 2 %}',
    "{% $states.result.Items[pk.S = 'x'].sk.S %}",
    '{% $parse($states.result.Items).name %}',
    "{% $lookup($states, 'result').Items.pk.S %}",
    "{% $lookup($states.result, 'Count') %}",
    "{% $lookup($states.result.Items[0], 'pk').S %}",
    "{% $lookup($states, 'input') %}",
    '{% $lookup($states.input, $states.input.field) %}',
    '{% $states.input %}',
    '{% $states.context.Execution.Input %}',
  ] as const)('%s', (expression) => {
    expect(wholeResult(expression, items)).toBeUndefined();
  });
});

test('a star in a content path stands for any one name', () => {
  const responses = [['Responses'], ['Responses', '*']];
  expect(wholeResult('{% $states.result.Responses.orders %}', responses)).toBe('$states.result.Responses.orders');
  expect(wholeResult('{% $states.result.Responses.orders.pk.S %}', responses)).toBeUndefined();
});

test('where the result itself is the content, an attribute must be named right below it', () => {
  expect(wholeResult('{% $states.result[0] %}', [[]])).toBe('$states.result');
  expect(wholeResult('{% $states.result.id %}', [[]])).toBeUndefined();
});
