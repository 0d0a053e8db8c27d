import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JsonArrayItems } from './json-array-items';
import { JsonLinesItems } from './json-lines-items';
import type { TextItems } from './text-items';

function found(items: TextItems, text: string, size = text.length || 1) {
  const all = [];
  for (let at = 0; at < text.length; at += size) all.push(...items.push(text.slice(at, at + size)));
  return [...all, ...items.end()];
}

describe('a JSON array', () => {
  test('of anything gives its elements, in pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(0, 2),
        (value, size, indent) => {
          const json = JSON.stringify(value, null, indent);
          expect(found(new JsonArrayItems(), ` ${json}\n`, size)).toEqual(JSON.parse(json));
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    ['{"a":1}', 'Attempting to map over non-iterable node.'],
    ['', 'Attempting to map over non-iterable node.'],
    ['"text"', 'Attempting to map over non-iterable node.'],
    ['[1,2', 'The JSON file ends within its array.'],
    ['[1] 2', 'The JSON file goes on after its array.'],
    ['[1,,2]', 'Element 1 of the JSON array is not valid: '],
    ['[1,]', 'Element 1 of the JSON array is not valid: '],
    ['[nope]', 'Element 0 of the JSON array is not valid: '],
  ])('is not %j', (text, message) => {
    expect(() => found(new JsonArrayItems(), text)).toThrow(message);
  });
});

describe('JSON Lines', () => {
  test.each([1, 3, 100])('are one item each, in pieces of %d characters', (size) => {
    expect(found(new JsonLinesItems(), '{"a":1}\r\n\n"two"\n[3]', size)).toEqual([{ a: 1 }, 'two', [3]]);
  });

  test('that are no JSON are named by their numbers', () => {
    expect(() => found(new JsonLinesItems(), '1\n\n{"a"')).toThrow('Line 3 of the JSONL file is not valid JSON: ');
  });
});
