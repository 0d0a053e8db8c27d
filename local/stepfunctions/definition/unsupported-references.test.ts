import { expect, test } from '@jest/globals';
import { unsupportedReferences } from './unsupported-references';

const topLevel = (...names: string[]) =>
  names.map((name) => `Reference to '${name}' at the top level is not supported.`);

test.each([
  ['phone', topLevel('phone')],
  ['phone[0].kind', topLevel('phone')],
  ['aaa + bbb * aaa', topLevel('aaa', 'bbb')],
  ['$.phone', topLevel('$')],
  ['-phone', topLevel('phone')],
  ['[a, 1]', topLevel('a')],
  ['{key: value}', topLevel('key', 'value')],
  ['a ? b : c', topLevel('a', 'b', 'c')],
  ['(a; $x := b)', topLevel('a', 'b')],
  ['$sum(prices)', topLevel('prices')],
  ['$map($states.input.a, function($x) { b })', topLevel('b')],
  ['a ~> $count', topLevel('a')],
  ['$substring(?, n)', topLevel('n')],
  ['$$', ["Reference to '$$' is not supported."]],
  ['$states.errorOutput.Cause', ["Field '$states.errorOutput' does not exist."]],
  ['[$states.result[0]]', ["Field '$states.result' does not exist."]],
])('%s', (source, messages) => {
  expect(unsupportedReferences(source, {})).toEqual(messages);
});

test.each([
  '$states.input.phone',
  '$phone',
  '$phone.(number + 1)',
  '$states.input.items[price > 3]',
  '$states.input.items^(>price).name',
  '$states.input.items{kind: $sum(price)}',
  '$map($states.input.a, function($x) { $x.b })',
  '"name"',
  '$states.result.a & $states.errorOutput',
])('%s refers to nothing that cannot be seen', (source) => {
  expect(unsupportedReferences(source, { result: true, errorOutput: true })).toEqual([]);
});
