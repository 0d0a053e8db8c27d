import { describe, expect, test } from '@jest/globals';
import { selectRoute } from './route-selection';

const select = (routeKeys: string[], method: string, path: string) => {
  const found = selectRoute(
    routeKeys.map((routeKey) => ({ routeKey })),
    method,
    path,
  );
  return found && [found.route.routeKey, found.pathParameters];
};

describe('selectRoute', () => {
  // The routes and the table of the guide.
  const guide = ['$default', 'ANY /{proxy+}', 'GET /pets/{proxy+}', 'GET /pets/dog/{id}', 'GET /pets/dog/1'];

  test.each([
    ['GET', '/pets/dog/1', ['GET /pets/dog/1', {}]],
    ['GET', '/pets/dog/2', ['GET /pets/dog/{id}', { id: '2' }]],
    ['GET', '/pets/cat/1', ['GET /pets/{proxy+}', { proxy: 'cat/1' }]],
    ['POST', '/test/5', ['ANY /{proxy+}', { proxy: 'test/5' }]],
    ['GET', '/', ['$default', {}]],
  ])('%s %s', (method, path, expected) => {
    expect(select(guide, method, path)).toEqual(expected);
    expect(select([...guide].reverse(), method, path)).toEqual(expected);
  });

  test('a text is more specific than a variable, the first segment the weightiest', () => {
    expect(select(['GET /{a}/b/c', 'GET /a/{b}/{c}'], 'GET', '/a/b/c')).toEqual(['GET /a/{b}/{c}', { b: 'b', c: 'c' }]);
  });

  test('a full match is more specific than a greedy one with more texts', () => {
    expect(select(['GET /a/b/{rest+}', 'GET /{x}/{y}/{z}'], 'GET', '/a/b/c')?.[0]).toBe('GET /{x}/{y}/{z}');
  });

  test('a method is more specific than ANY', () => {
    expect(select(['ANY /a', 'GET /a'], 'GET', '/a')?.[0]).toBe('GET /a');
    expect(select(['ANY /a', 'GET /a'], 'PUT', '/a')?.[0]).toBe('ANY /a');
  });

  test('none for another method, another length or an empty variable', () => {
    expect(select(['GET /a'], 'POST', '/a')).toBeUndefined();
    expect(select(['GET /a'], 'GET', '/a/')).toBeUndefined();
    expect(select(['GET /a/{b}'], 'GET', '/a/')).toBeUndefined();
    expect(select(['GET /a/{b+}'], 'GET', '/a/')).toBeUndefined();
  });

  test('variables are decoded, each by itself, but for the percent sign', () => {
    expect(select(['GET /a/{b}/{c+}'], 'GET', '//a/J%C3%B6rg%2Fx/1%25/%20')).toEqual([
      'GET /a/{b}/{c+}',
      { b: 'Jörg/x', c: '1%25/ ' },
    ]);
  });
});
