import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '../../json';
import { JsonPathSyntaxError, PathNotFound } from './errors';
import { JsonPath } from './json-path';

const store: JsonValue = {
  book: [
    { title: 'A', price: 8.95, isbn: '0-1' },
    { title: 'B', price: 12.99 },
    { title: 'C', price: 22.99, isbn: '0-2', tags: ['x', 'y'] },
  ],
  limit: 10,
  none: null,
  'with space': { "it's": 1 },
};
const evaluate = (source: string, root: JsonValue = store) => new JsonPath(source).evaluate(root);

describe('a definite path', () => {
  test.each<[string, JsonValue]>([
    ['$', store],
    ['$.limit', 10],
    ['$.none', null],
    ['$.book[0].title', 'A'],
    ['$.book[-1].title', 'C'],
    ["$['book'][1]['price']", 12.99],
    ["$['with space']['it\\'s']", 1],
    ["$.book[0]['title','price']", { title: 'A', price: 8.95 }],
    ['$.book.length()', 3],
    ['$..price.max()', 22.99],
  ])('%s gives its value', (source, expected) => {
    const path = new JsonPath(source);
    expect(path.evaluate(store)).toEqual(expected);
  });

  test.each([
    ['$.nope', "No results for path: $['nope']"],
    ['$.a.b', "Missing property in path $['a']"],
    ['$.limit.x', "Expected to find an object with property ['x'] in path $['limit'] but found '"],
    ['$.limit[0]', 'Filter: [0] can only be applied to arrays. Current context is: 10'],
    ['$.none[0].x', "Filter: [0]['x'] can only be applied to arrays. Current context is: null"],
  ])('%s that leads nowhere says so as AWS does', (source, message) => {
    expect(() => evaluate(source)).toThrow(PathNotFound);
    expect(() => evaluate(source)).toThrow(message);
  });

  test('beyond the end of an array there is nothing, which is no error', () => {
    expect(evaluate('$.book[7]')).toBeUndefined();
    expect(() => evaluate('$.book[7].title')).toThrow(PathNotFound);
  });
});

test.each([
  ['min', 1],
  ['max', 200_000],
  ['sum', 20_000_100_000],
  ['length', 200_000],
])('$.%s() takes any number of numbers', (name, expected) => {
  expect(
    evaluate(
      `$.${name}()`,
      Array.from({ length: 200_000 }, (_, index) => index + 1),
    ),
  ).toBe(expected);
});

test.each([
  ['$.a[*].p.min()', 'Aggregation function attempted to calculate value using empty array'],
  ['$.a[*].p.first()', 'Aggregation function attempted to calculate value using empty array'],
  ['$.a[*].q.index(4)', 'Target index:4 larger than object count:1'],
  ['$.a[?(@.p.min() == 1)]', 'Aggregation function attempted to calculate value using empty array'],
])('%s has a function that cannot be applied, which no wildcard and no filter passes over', (source, message) => {
  const root = { a: [{ p: 'text', q: [1] }] };
  expect(() => evaluate(source, root)).toThrow(PathNotFound);
  expect(() => evaluate(source, root)).toThrow(message);
});

describe('an indefinite path gives the array of all it finds', () => {
  test.each<[string, JsonValue]>([
    ['$.book[*].title', ['A', 'B', 'C']],
    ['$.book[0,2].title', ['A', 'C']],
    ['$.book[1:].title', ['B', 'C']],
    ['$.book[:1].title', ['A']],
    ['$.book[-2:].title', ['B', 'C']],
    ['$.book[0:2].title', ['A', 'B']],
    ['$.book[*].isbn', ['0-1', '0-2']],
    ['$..title', ['A', 'B', 'C']],
    ['$..tags[0]', ['x']],
    ['$.book[?(@.isbn)].title', ['A', 'C']],
    ['$.book[?(!@.isbn)].title', ['B']],
    ['$.book[?(@.price < $.limit)].title', ['A']],
    ["$.book[?(@.title == 'B' || @.price > 20 && @.isbn)].title", ['B', 'C']],
    ["$.book[?(!(@.title == 'B'))].title", ['A', 'C']],
    ['$.book[?(@.title =~ /[ab]/i)].title', ['A', 'B']],
    ["$.book[?(@.title in ['A', 'C'])].title", ['A', 'C']],
    ["$.book[?(@.tags contains 'y')].title", ['C']],
    ['$.book[?(@.tags size 2)].title', ['C']],
    ["$.book[?(@.price == '8.95')].title", ['A']],
    ["$.book[?(@.price === '8.95')].title", []],
    ['$.nope[*]', []],
    ['$.nope[1:].x', []],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });
});

test.each([
  'a',
  '$a',
  '$.',
  '$.a.',
  '$...a',
  '$.a b',
  '$[a]',
  "$['a",
  '$[]',
  '$[:]',
  '$.a.nope()',
  '$.a[?(@.b ~ 1)]',
  '$.a[?@.b]',
  '$.a[?(@.b =~ /(/)]',
])('%s is no path', (source) => {
  expect(() => new JsonPath(source)).toThrow(JsonPathSyntaxError);
});
