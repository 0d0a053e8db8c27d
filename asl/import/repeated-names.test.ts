import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { repeatedNames } from './repeated-names';

test.each([
  ['{"a": 1, "a": 2}', [{ path: '', name: 'a' }]],
  ['{"a": {"b": 1, "c": {"b": 1}, "b": 2}}', [{ path: 'a', name: 'b' }]],
  ['{"a": [{"b": 1}, {"b": 1, "c": [[], 1], "b": 2}]}', [{ path: 'a[1]', name: 'b' }]],
  ['{"a": 1, "\\u0061": 2}', [{ path: '', name: 'a' }]],
  ['{"a\\"": 1, "a\\"" : 2}', [{ path: '', name: 'a"' }]],
  [
    '{"a": 1, "a": 2, "a": 3}',
    [
      { path: '', name: 'a' },
      { path: '', name: 'a' },
    ],
  ],
])('in %s', (text, found) => {
  expect(repeatedNames(text)).toEqual(found);
});

test.each(['{"a": "a", "b": ["a", "a"]}', '[{"a": 1}, {"a": 1}]', '{"a": "\\"a\\": 1, \\"a\\": 2"}', '"a"', '1'])(
  'not in %s',
  (text) => {
    expect(repeatedNames(text)).toEqual([]);
  },
);

test('not in anything that is written from a value', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
      expect(repeatedNames(JSON.stringify(JSON.parse(text), null, indent))).toEqual([]);
    }),
  );
});
