import { describe, expect, test } from '@jest/globals';
import { itemSize } from './item-size';

describe('the size of an item', () => {
  test('counts names and text in bytes of UTF-8', () => {
    expect(itemSize({ pk: { S: 'abc' } })).toBe(2 + 3);
    expect(itemSize({ 名: { S: '成田' } })).toBe(3 + 6);
  });

  test('counts a byte for every two significant digits of a number, and one more', () => {
    const size = (N: string) => itemSize({ n: { N } }) - 1;
    expect(['0', '7', '42', '123', '1000', '35.5', '-42'].map(size)).toEqual([1, 2, 2, 3, 2, 3, 3]);
  });

  test('counts one byte for true, false and null', () => {
    expect(itemSize({ a: { BOOL: true }, b: { NULL: true } })).toBe(4);
  });

  test('counts three bytes for a map or list, and one for each of its elements', () => {
    expect(itemSize({ m: { M: { k: { S: 'v' } } } })).toBe(1 + 3 + 1 + 2);
    expect(itemSize({ l: { L: [{ S: 'ab' }, { S: 'c' }] } })).toBe(1 + 3 + 2 + 3);
  });

  test('is refused for what our rows never hold', () => {
    const tags = JSON.parse('{ "SS": ["a"] }');
    expect(() => itemSize({ tags })).toThrow(/tags.*SS/);
  });
});
