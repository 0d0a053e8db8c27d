import { beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../aws/error';
import type { LocalRequest } from '../../endpoint/http';
import type { JsonObject } from '../../stepfunctions';
import { ApiGatewayControlPlane } from './control-plane';
import { ResourceFields } from './resource-fields';

const sync = {
  integrationType: 'AWS_PROXY',
  integrationSubtype: 'StepFunctions-StartSyncExecution',
  credentialsArn: 'arn:aws:iam::000000000000:role/gateway',
  payloadFormatVersion: '1.0',
  requestParameters: { StateMachineArn: 'arn', Input: '$request.body' },
};
/** As MiniStack keeps it. */
const kept = {
  integrationId: 'i',
  integrationType: 'AWS_PROXY',
  integrationMethod: 'POST',
  integrationUri: '',
  payloadFormatVersion: '1.0',
  requestParameters: sync.requestParameters,
};

describe('the API Gateway API', () => {
  let resources: { [path: string]: JsonObject };
  let forwarded: { method: string; path: string; body: unknown }[];
  let changes: number;
  let controlPlane: ApiGatewayControlPlane;

  beforeEach(() => {
    resources = {
      '/v2/apis/a': { apiId: 'a', protocolType: 'HTTP', apiEndpoint: 'http://a.execute-api.localhost:9' },
      '/v2/apis/w': { apiId: 'w', protocolType: 'WEBSOCKET', apiEndpoint: 'ws://w' },
      '/v2/apis/a/integrations/i': kept,
      '/v2/apis/a/stages/$default': {
        stageName: '$default',
        autoDeploy: true,
        stageVariables: { a: '1', b: '2' },
        routeSettings: { 'GET /a': { throttlingRateLimit: 1 }, 'GET /b': {} },
      },
    };
    forwarded = [];
    changes = 0;
    controlPlane = new ApiGatewayControlPlane({
      fields: new ResourceFields('http://127.0.0.1:4600'),
      region: 'ap-northeast-1',
      onChange: () => changes++,
      client: {
        rest: async ({ path }) => {
          const resource = resources[path];
          if (!resource) throw new AwsError('NotFoundException', 'none', 404);
          return { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify(resource)) };
        },
      },
      forward: async ({ method, path, body }) => {
        forwarded.push({ method, path, body: body.length === 0 ? '' : JSON.parse(body.toString()) });
        if (method === 'DELETE') return { statusCode: 204, body: '' };
        const answer = method === 'POST' && path.endsWith('/integrations') ? kept : resources[path];
        if (!answer) return { statusCode: 404, body: '{"message":"none"}' };
        return { statusCode: 200, headers: { 'content-length': '3' }, body: JSON.stringify(answer) };
      },
    });
  });

  const send = async (method: string, path: string, body?: object) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const request: LocalRequest = {
      method,
      url: path,
      path,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.from(text),
      signal: new AbortController().signal,
    };
    const answer = await controlPlane.handle(request);
    return { ...answer, body: answer.body.length === 0 ? '' : JSON.parse(answer.body.toString()) };
  };

  test('keeps of an integration what MiniStack loses, for whoever reads it', async () => {
    const { integrationMethod: _method, integrationUri: _uri, ...shown } = { ...kept, ...sync };
    expect((await send('POST', '/v2/apis/a/integrations', sync)).body).toEqual(shown);
    expect((await send('GET', '/v2/apis/a/integrations/i')).body).toEqual(shown);
    expect(await controlPlane.read('/v2/apis/a/integrations/i')).toEqual(shown);
    resources['/v2/apis/a/integrations'] = { items: [kept] };
    expect((await send('GET', '/v2/apis/a/integrations')).body).toEqual({ items: [shown] });
    await send('PATCH', '/v2/apis/a/integrations/i', { credentialsArn: 'arn:aws:iam::000000000000:role/other' });
    expect(await controlPlane.read('/v2/apis/a/integrations/i')).toMatchObject({
      credentialsArn: 'arn:aws:iam::000000000000:role/other',
      integrationSubtype: sync.integrationSubtype,
    });
  });

  test('gives an HTTP API the address at which it is served', async () => {
    const answer = await send('GET', '/v2/apis/a');
    expect(answer.body.apiEndpoint).toBe('http://127.0.0.1:4600/_aws/execute-api/a');
    // It is another body.
    expect(answer.headers).toEqual({});
    expect((await send('GET', '/v2/apis/w')).body.apiEndpoint).toBe('ws://w');
  });

  test('shows of a JWT authorizer no fields of a Lambda authorizer', async () => {
    const authorizer = { authorizerId: 'j', authorizerType: 'JWT', authorizerPayloadFormatVersion: '2.0' };
    resources['/v2/apis/a/authorizers/j'] = authorizer;
    expect((await send('GET', '/v2/apis/a/authorizers/j')).body).toEqual({ authorizerId: 'j', authorizerType: 'JWT' });
  });

  test('an update changes the entries that it names, and removes those it makes empty', async () => {
    await send('PATCH', '/v2/apis/a/stages/$default', { stageVariables: { a: '', c: '3' } });
    expect(forwarded).toEqual([
      { method: 'PATCH', path: '/v2/apis/a/stages/$default', body: { stageVariables: { b: '2', c: '3' } } },
    ]);
  });

  test('to remove settings of a stage does not remove the stage', async () => {
    const path = '/v2/apis/a/stages/$default';
    const answer = await send('DELETE', `${path}/routesettings/GET%20%2Fa`);
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    await send('DELETE', `${path}/accesslogsettings`);
    expect(forwarded).toEqual([
      { method: 'PATCH', path, body: { routeSettings: { 'GET /b': {} } } },
      { method: 'PATCH', path, body: { accessLogSettings: null } },
    ]);
    await send('DELETE', path);
    expect(forwarded[2]).toMatchObject({ method: 'DELETE', path });
  });

  test('each change is told, those of REST APIs too; reads and failures are not', async () => {
    await send('GET', '/v2/apis/a');
    await send('PATCH', '/v2/apis/none', {});
    expect(changes).toBe(0);
    await send('DELETE', '/v2/apis/a');
    await send('DELETE', '/restapis/r');
    expect(changes).toBe(2);
  });

  test('refuses what would not be served, and sends MiniStack nothing', async () => {
    const lambda = { integrationType: 'AWS_PROXY', integrationUri: 'arn', payloadFormatVersion: '1.0' };
    await expect(send('POST', '/v2/apis/a/integrations', lambda)).rejects.toMatchObject({
      code: 'BadRequestException',
      message: 'The local API Gateway speaks to functions in the payload format 2.0 only, not in 1.0.',
    });
    // Nor by an update, of which only the change is sent.
    await send('POST', '/v2/apis/a/integrations', sync);
    const change = { requestParameters: { Input: '$request.cookie.a' } };
    await expect(send('PATCH', '/v2/apis/a/integrations/i', change)).rejects.toThrow('Input of StepFunctions-Start');
    expect(forwarded).toHaveLength(1);
  });

  test('lets WebSocket APIs be what they are', async () => {
    await expect(send('POST', '/v2/apis/w/integrations', { integrationType: 'MOCK' })).resolves.toBeDefined();
  });
});
