import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonValue } from '../../json';
import { PointedItems, parsePointer } from './pointed-items';

/** The items of a document that comes in pieces of so many characters. */
function itemsAt(pointer: string, document: JsonValue, piece: number): JsonValue[] {
  const items = new PointedItems(parsePointer(pointer) ?? []);
  const text = JSON.stringify(document, null, 1);
  const found: JsonValue[] = [];
  for (let at = 0; at < text.length; at += piece) found.push(...items.push(text.slice(at, at + piece)));
  return [...found, ...items.end()];
}

const document = {
  skipped: { data: ['no'], 'quo"te': '[]{},:' },
  other: [1, [2, 3], { items: ['a', { b: '"]' }] }],
  'a/b~c': [true, null],
  data: [],
  after: { items: [9] },
};

test.each([1, 7, 10_000])('the elements of the array at the pointer, in pieces of %d', (piece) => {
  expect(itemsAt('/other/2/items', document, piece)).toEqual(['a', { b: '"]' }]);
  expect(itemsAt('/other/1', document, piece)).toEqual([2, 3]);
  expect(itemsAt('/a~1b~0c', document, piece)).toEqual([true, null]);
  expect(itemsAt('/data', document, piece)).toEqual([]);
  expect(itemsAt('/after/items', document, piece)).toEqual([9]);
});

test('of any document', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.array(fc.jsonValue()),
      fc.string(),
      fc.integer({ min: 1, max: 9 }),
      (a, b, name, piece) => {
        const pointer = `/x/1/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const nested = { before: a, x: [a, Object.fromEntries([[name, b]]), a], after: a } as JsonValue;
        expect(itemsAt(pointer, nested, piece)).toEqual(JSON.parse(JSON.stringify(b)));
      },
    ),
    { numRuns: 200 },
  );
});

test('nothing there, or no array, is said', () => {
  expect(() => itemsAt('/nope', document, 5)).toThrow("The JSON file has nothing at its ItemsPointer '/nope'.");
  expect(() => itemsAt('/skipped', document, 5)).toThrow('Attempting to map over non-iterable node.');
});
