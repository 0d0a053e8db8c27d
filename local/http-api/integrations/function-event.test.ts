import { describe, expect, test } from '@jest/globals';
import { roleCaller } from '../../identity/caller';
import { ACCOUNT, exchangeOf, gatewayRequest } from '../../testing/http-api';
import { functionEvent } from './function-event';

const route = { routeKey: 'POST /my/{p}' };

describe('the event of a function', () => {
  test('has what the guide shows', () => {
    const request = gatewayRequest('POST', '/v1/my/J%C3%B6rg%25', {
      receivedAt: 1_583_348_638_390,
      queryString: 'a=1&a=2',
      query: { a: '1,2' },
      headers: { header1: 'value1', 'user-agent': 'agent', 'content-type': 'application/json; charset=utf-8' },
      cookies: ['c=1'],
      body: Buffer.from('{"ö":1}'),
    });
    const stage = { stageName: 'v1', stageVariables: { s: 't' } };
    expect(functionEvent(exchangeOf(request, route, { stage, pathParameters: { p: 'Jörg%25' } }), ACCOUNT)).toEqual({
      version: '2.0',
      routeKey: 'POST /my/{p}',
      rawPath: '/v1/my/Jörg%25',
      rawQueryString: 'a=1&a=2',
      cookies: ['c=1'],
      headers: request.headers,
      queryStringParameters: { a: '1,2' },
      requestContext: {
        accountId: ACCOUNT,
        apiId: 'api1',
        domainName: 'api1.execute-api.ap-northeast-1.amazonaws.com',
        domainPrefix: 'api1',
        http: {
          method: 'POST',
          path: '/v1/my/Jörg%25',
          protocol: 'HTTP/1.1',
          sourceIp: '192.0.2.1',
          userAgent: 'agent',
        },
        requestId: 'request-1',
        routeKey: 'POST /my/{p}',
        stage: 'v1',
        time: '04/Mar/2020:19:03:58 +0000',
        timeEpoch: 1_583_348_638_390,
      },
      pathParameters: { p: 'Jörg%25' },
      body: '{"ö":1}',
      isBase64Encoded: false,
      stageVariables: { s: 't' },
    });
  });

  test('lacks what is empty', () => {
    const event = functionEvent(exchangeOf(gatewayRequest('POST', '/my/x'), route), ACCOUNT);
    const lacking = ['cookies', 'queryStringParameters', 'pathParameters', 'body', 'stageVariables'];
    expect(lacking.filter((name) => name in event)).toEqual([]);
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  });

  test('has a body that is no text in Base64', () => {
    const body = Buffer.from([0, 255]);
    const of = (type?: string) => {
      const headers = type === undefined ? {} : { 'content-type': type };
      return functionEvent(exchangeOf(gatewayRequest('POST', '/my/x', { headers, body }), route), ACCOUNT);
    };
    expect(of('application/octet-stream')).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
    expect(of()).toMatchObject({ isBase64Encoded: true });
    expect(of('text/csv')).toMatchObject({ isBase64Encoded: false });
  });

  test('tells who is let in', () => {
    const caller = roleCaller('arn:aws:iam::000000000000:role/r', 's');
    const of = (authorization: Parameters<typeof exchangeOf>[2]) =>
      functionEvent(exchangeOf(gatewayRequest('POST', '/my/x'), route, authorization), ACCOUNT);
    expect(of({ authorization: { kind: 'jwt', claims: { sub: 'me' }, scopes: null } })).toMatchObject({
      requestContext: { authorizer: { jwt: { claims: { sub: 'me' }, scopes: null } } },
    });
    expect(of({ authorization: { kind: 'iam', caller, accessKey: 'K' } })).toMatchObject({
      requestContext: { authorizer: { iam: { accessKey: 'K', accountId: ACCOUNT, userArn: caller.arn } } },
    });
  });
});
