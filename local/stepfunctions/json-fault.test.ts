import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from './json';
import { jsonFault } from './json-fault';

const TOKENS = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

test('what is nested too deeply is told, at the place where it is', () => {
  const message = 'Document nesting depth (1001) exceeds the maximum allowed (1000)';
  for (const text of ['['.repeat(100_000), `${'{"a":['.repeat(501)}${']}'.repeat(501)}`]) {
    expect(jsonFault(text)).toMatchObject({ message });
    expect(() => parseJson(text)).toThrow(SyntaxError);
  }
  expect(jsonFault(`\n${'['.repeat(2000)}`)).toMatchObject({ line: 2, column: 1001 });
  const deepest = `${'['.repeat(999)}["\\"[", "[["]${']'.repeat(999)}`;
  expect(JSON.stringify(parseJson(deepest))).toBe(deepest.replace(' ', ''));
});

test.each([
  ['not a definition', `Unrecognized token 'not': was expecting ${TOKENS}`, 1, 4],
  ["{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 1, 3],
  ['{"a" 1}', "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value", 1, 7],
  ['{\n "a": 1 "b"}', `Unexpected character ('"' (code 34)): was expecting comma to separate Object entries`, 2, 10],
  ['[1 2]', "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 1, 5],
  ['[1,]', `Unexpected character (']' (code 93)): expected a valid value ${TOKENS}`, 1, 5],
  ['"a\nb"', 'Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash', 2, 1],
  ['"a', 'Unexpected end-of-input: was expecting closing quote for a string value', 1, 3],
  ['{"a": [1', 'Unexpected end-of-input: expected close marker for Array (start marker at [Source: ', 1, 9],
])('%j', (text, message, line, column) => {
  expect(jsonFault(text)).toEqual({ message: expect.stringContaining(message), line, column });
});

test('finds a fault in every text that is no JSON', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (json, at, noise) => {
      const cut = at % (json.length + 1);
      const text = `${json.slice(0, cut)}${noise}${json.slice(cut + 1)}`;
      try {
        JSON.parse(text);
      } catch {
        expect(jsonFault(text).message).not.toBe('');
      }
    }),
  );
});
