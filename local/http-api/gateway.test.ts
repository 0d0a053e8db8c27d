import { beforeEach, describe, expect, test } from '@jest/globals';
import { rootCaller } from '../identity/caller';
import { VirtualClock } from '../stepfunctions';
import { ACCOUNT, gatewayRequest, httpApi, REGION, STAGE } from '../testing/http-api';
import { RecordedServices } from '../testing/recorded-services';
import { recordingLogger } from '../testing/recording-logger';
import { runFor, settle } from '../testing/run-clock';
import type { HttpApi } from './api';
import { IssuerKeys } from './authorization/issuer-keys';
import { HttpApiGateway } from './gateway';
import type { Measured } from './gateway-metrics';
import { Throttle } from './throttle';

const fn = 'arn:aws:lambda:ap-northeast-1:000000000000:function:f';
const integrations = [
  { integrationId: 'fn', integrationType: 'AWS_PROXY', integrationUri: fn, timeoutInMillis: 2_000 },
];
const route = { routeKey: 'GET /a', target: 'integrations/fn' };
const policy = JSON.stringify({
  Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'lambda:InvokeFunction' }],
});

describe('the gateway', () => {
  let clock: VirtualClock;
  let logger: ReturnType<typeof recordingLogger>;
  let logged: (string | undefined)[][];
  let measured: Measured[];
  let invoke: () => Promise<string>;
  let gateway: HttpApiGateway;

  beforeEach(() => {
    clock = new VirtualClock(0);
    logger = recordingLogger();
    logged = [];
    measured = [];
    invoke = async () => '{"statusCode":200,"body":"done"}';
    const services = new RecordedServices();
    gateway = new HttpApiGateway({
      apis: { get: async () => undefined },
      throttle: new Throttle(clock),
      issuerKeys: new IssuerKeys(),
      sessions: { ...services.sessions, identify: () => rootCaller(ACCOUNT) },
      authorizer: { authorize: async () => undefined },
      functions: { policy: async () => policy },
      host: {
        invoke: async () => ({ payload: await invoke(), requestId: 'r', executedVersion: '1', logTail: '' }),
      },
      endpoint: services.client,
      roleTrust: { trusts: async () => true },
      clock,
      region: REGION,
      accountId: ACCOUNT,
      writeAccessLog: (_stage, context) =>
        logged.push(
          ['status', 'routeKey', 'integrationErrorMessage', 'responseLength'].map((name) => context.get(name)),
        ),
      measure: (each) => measured.push(each),
      logger,
    });
  });

  const ask = (api: Partial<HttpApi>, path = '/a', more: Parameters<typeof gatewayRequest>[2] = {}, method = 'GET') =>
    gateway.answer(httpApi({ integrations, routes: [route], ...api }), gatewayRequest(method, path, more));

  test('answers with what the integration says, and tells log and metrics', async () => {
    expect(await ask({})).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'text/plain;charset=UTF-8', 'apigw-requestid': 'request-1' },
      body: 'done',
    });
    expect(logged).toEqual([['200', 'GET /a', undefined, '4']]);
    expect(measured).toMatchObject([{ apiId: 'api1', stage: '$default', statusCode: 200, integrationLatencyMs: 0 }]);
    expect(logger.lines).toEqual([]);
  });

  test.each([
    ['no route', {}, '/b', 404, 'Not Found'],
    ['no stage', { stages: [{ stageName: 'v1' }] }, '/a', 404, 'Not Found'],
    ['an API that is reached by custom domains alone', { disableExecuteApiEndpoint: true }, '/a', 404, 'Not Found'],
    ['a route without a target', { routes: [{ routeKey: 'GET /a' }] }, '/a', 500, 'Internal Server Error'],
    [
      'no token',
      { routes: [{ ...route, authorizationType: 'JWT' as const, authorizerId: 'j' }] },
      '/a',
      401,
      'Unauthorized',
    ],
    [
      'a Lambda authorizer',
      { routes: [{ ...route, authorizationType: 'CUSTOM' as const }] },
      '/a',
      500,
      'Internal Server Error',
    ],
  ])('%s', async (_what, api, path, statusCode, message) => {
    const authorizers = [
      { authorizerId: 'j', name: 'j', authorizerType: 'JWT', identitySource: ['$request.header.Authorization'] },
    ];
    expect(await ask({ authorizers, ...api }, path)).toMatchObject({
      statusCode,
      headers: { 'content-type': 'application/json', 'apigw-requestid': 'request-1' },
      body: JSON.stringify({ message }),
    });
  });

  test('a named stage is served under its name', async () => {
    const stages = [{ stageName: 'v1' }];
    expect(await ask({ stages }, '/v1/a')).toMatchObject({ statusCode: 200 });
  });

  test('413 for a body that was too large', async () => {
    const { statusCode, body } = await ask({}, '/a', { body: undefined });
    expect([statusCode, body]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  });

  test('429 for one request too many', async () => {
    const stages = [{ ...STAGE, defaultRouteSettings: { throttlingRateLimit: 1, throttlingBurstLimit: 1 } }];
    const statuses = [await ask({ stages }), await ask({ stages })].map(({ statusCode }) => statusCode);
    expect(statuses).toEqual([200, 429]);
    await runFor(clock, 1_000);
    expect(await ask({ stages })).toMatchObject({ statusCode: 200 });
  });

  test('503 for an integration that takes longer than it may', async () => {
    invoke = () => new Promise(() => {});
    const answer = ask({});
    await settle();
    await runFor(clock, 1_999);
    expect(logged).toEqual([]);
    await runFor(clock, 1);
    expect(await answer).toMatchObject({ statusCode: 503, body: '{"message":"Service Unavailable"}' });
    expect(measured).toMatchObject([{ statusCode: 503, latencyMs: 2_000, integrationLatencyMs: 2_000 }]);
  });

  test('500 for what nobody foresaw; the log has the reason, the caller has not', async () => {
    invoke = async () => {
      throw new Error('disk full');
    };
    expect(await ask({})).toMatchObject({ statusCode: 500, body: '{"message":"Internal Server Error"}' });
    expect(logged[0]?.[2]).toContain('disk full');
    expect(logger.lines).toEqual([expect.stringContaining('API api1 answered 500 to GET /a: Error: disk full')]);
  });

  test('a preflight request is answered by the API, unless a route takes it', async () => {
    const corsConfiguration = { allowOrigins: ['*'], allowMethods: ['GET'] };
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' };
    expect(await ask({ corsConfiguration }, '/a', { headers }, 'OPTIONS')).toMatchObject({
      statusCode: 204,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET' },
    });
    const routes = [{ ...route, routeKey: 'ANY /a', authorizationType: 'CUSTOM' as const }];
    expect(await ask({ corsConfiguration, routes }, '/a', { headers }, 'OPTIONS')).toMatchObject({ statusCode: 500 });
    expect(await ask({}, '/a', { headers }, 'OPTIONS')).toMatchObject({ statusCode: 404 });
  });
});
