import { beforeEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../stepfunctions';
import { RecordedServices } from '../testing/recorded-services';
import { taskRequest } from '../testing/task-request';
import { invokeApi } from './api-gateway';

const api = {
  ApiEndpoint: 'abc123.execute-api.ap-northeast-1.amazonaws.com',
  Method: 'POST',
  Stage: 'v1',
  Path: 'a/b',
};

describe('apigateway:invoke', () => {
  let services: RecordedServices;

  beforeEach(() => {
    services = new RecordedServices();
  });

  const call = (more: JsonObject = {}) =>
    invokeApi(taskRequest('apigateway:invoke', { ...api, ...more }), services.parts);

  test('sends the request to the API of the local AWS, and reads its answer', async () => {
    services.answers.push({ body: '{"b":2}', headers: { 'x-amz-apigw-id': 'i', 'content-type': 'application/json' } });
    const more = { RequestBody: { a: null, b: [1] }, QueryParameters: { q: ['1', '2'] }, Headers: { h: ['x'] } };
    expect(await call(more)).toEqual({
      output: {
        Headers: { 'Content-Type': ['application/json'], 'x-amz-apigw-id': ['i'] },
        ResponseBody: { b: 2 },
        StatusCode: 200,
        StatusText: 'OK',
      },
    });
    expect(services.requests).toEqual([
      {
        service: 'execute-api',
        method: 'POST',
        path: '/_aws/execute-api/abc123/v1/a/b',
        query: { q: '1,2' },
        headers: { 'content-type': 'application/json', h: 'x' },
        body: '{"b":[1]}',
        credentials: undefined,
      },
    ]);
  });

  test('keeps what is null where it is told to, and writes text as JSON', async () => {
    await call({ RequestBody: { a: null }, AllowNullValues: true });
    await call({ RequestBody: 'text' });
    await call({ RequestBody: null });
    expect(services.requests.map(({ body }) => body)).toEqual(['{"a":null}', '"text"', '']);
  });

  test('signs as the role where the API asks for that', async () => {
    await call({ AuthType: 'IAM_ROLE' });
    expect(services.requests[0]?.credentials?.accessKeyId).toBe('arn:aws:iam::000000000000:role/machine');
  });

  test('fails with the status, the body as cause', async () => {
    services.answers.push({ statusCode: 403, body: '{"message":"Missing Authentication Token"}' });
    expect(await call()).toEqual({ error: 'ApiGateway.403', cause: '{"message":"Missing Authentication Token"}' });
  });

  test('takes the address that the local AWS itself gives an API', async () => {
    await call({ ApiEndpoint: 'http://127.0.0.1:4600/_aws/execute-api/abc123' });
    await call({ ApiEndpoint: '127.0.0.1:4600/_aws/execute-api/abc123', Stage: null });
    expect(services.requests.map(({ path }) => path)).toEqual([
      '/_aws/execute-api/abc123/v1/a/b',
      '/_aws/execute-api/abc123/a/b',
    ]);
  });

  test('calls nothing outside of the local AWS', async () => {
    expect(await call({ ApiEndpoint: 'example.com' })).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining('"example.com" is none.'),
    });
    expect(services.requests).toEqual([]);
  });
});
