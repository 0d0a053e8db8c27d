import { describe, expect, test } from '@jest/globals';
import { exchangeOf, gatewayRequest } from '../testing/http-api';
import { mappedValue, mappingFault } from './parameter-mapping';

const body = { id: 7, text: 'a "quoted" word', list: [{ x: 1 }, { x: 2 }], none: null, 'odd key': true };
const request = gatewayRequest('POST', '/orders/o%201', {
  headers: { 'x-a': '1,2' },
  query: { q: 'b' },
  body: Buffer.from(JSON.stringify(body)),
});
const source = exchangeOf(
  request,
  { routeKey: 'POST /orders/{id}' },
  { pathParameters: { id: 'o 1' }, stage: { stageName: 'v1', stageVariables: { colour: 'blue' } } },
);
source.context.set('authorizer.claims.sub', 'me');

describe('mappedValue', () => {
  test.each([
    ['$request.header.X-A', '1,2'],
    ['$request.querystring.q', 'b'],
    ['$request.querystring.Q', undefined],
    ['$request.path.id', 'o 1'],
    ['$request.path', '/orders/o 1'],
    ['$request.body', JSON.stringify(body)],
    ['$request.body.id', '7'],
    ['$request.body.list[1].x', '2'],
    ['$request.body.list', '[{"x":1},{"x":2}]'],
    ["$request.body['odd key']", 'true'],
    ['$request.body.none', undefined],
    ['$request.body.id.deeper', undefined],
    ['$request.body.__proto__', undefined],
    ['$context.authorizer.claims.sub', 'me'],
    ['$context.httpMethod', 'POST'],
    ['$context.unheardOf', undefined],
    ['$stageVariables.colour', 'blue'],
    ['a constant', 'a constant'],
    [`{"id":"\${request.path.id}","none":"\${request.querystring.x}"}`, '{"id":"o 1","none":""}'],
  ])('%s', (value, expected) => {
    expect(mappedValue(value, source)).toBe(expected);
  });

  test('selects nothing of a body that is no JSON, or is none', () => {
    const withBody = (text: string) => ({ ...source, request: { ...request, body: Buffer.from(text) } });
    expect(mappedValue('$request.body.id', withBody('id=7'))).toBeUndefined();
    expect(mappedValue('$request.body', withBody('id=7'))).toBe('id=7');
    expect(mappedValue('$request.body', withBody(''))).toBeUndefined();
  });
});

describe('mappingFault', () => {
  test.each([
    ['$request.body..id', 'is no path into a body'],
    ['$request.cookie.a', 'selects from no part of a request'],
    ['{"id":"$request.path.id"}', `write "\${request.path.id}"`],
  ])('%s', (value, fault) => {
    expect(mappingFault(value)).toContain(fault);
  });

  test('none in what can be mapped', () => {
    for (const value of ['$request.body', '$request.path.id', `\${context.requestId}-a`, 'text', '$5']) {
      expect(mappingFault(value)).toBeUndefined();
    }
  });
});
