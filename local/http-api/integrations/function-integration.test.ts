import { beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../aws/error';
import type { InvocationRequest } from '../../lambda/invocation';
import { ACCOUNT, exchangeOf, gatewayRequest, httpApi, REGION, STAGE } from '../../testing/http-api';
import { callFunction } from './function-integration';

const fn = 'arn:aws:lambda:ap-northeast-1:000000000000:function:f';
const uri = (of: string) => `arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/${of}/invocations`;
const route = { routeKey: 'GET /pets/{id}' };

describe('a Lambda integration', () => {
  let invoked: InvocationRequest[];
  let outcome: { payload: string; functionError?: 'Unhandled' } | AwsError;
  let policies: { [reference: string]: string };

  beforeEach(() => {
    invoked = [];
    outcome = { payload: '{"ok":true}' };
    policies = {};
    permit('f', '*/*');
  });

  const permit = (reference: string, sources: string, principal = 'apigateway.amazonaws.com') => {
    const Condition = {
      ArnLike: { 'AWS:SourceArn': `arn:aws:execute-api:ap-northeast-1:000000000000:api1/${sources}` },
    };
    const Statement = [
      { Effect: 'Allow', Principal: { Service: principal }, Action: 'lambda:InvokeFunction', Condition },
    ];
    policies[reference] = JSON.stringify({ Statement });
  };

  const call = (integrationUri = uri(fn), more: Parameters<typeof exchangeOf>[2] = {}, body = '') => {
    const request = gatewayRequest('GET', '/pets/7', {
      headers: { 'x-amzn-trace-id': 'Root=1-2-3', 'content-type': 'text/plain' },
      body: Buffer.from(body),
    });
    const exchange = exchangeOf(request, route, more);
    const integration = { integrationId: 'i', integrationType: 'AWS_PROXY', integrationUri };
    return callFunction(exchange, integration, {
      region: REGION,
      accountId: ACCOUNT,
      functions: { policy: async (name, qualifier) => policies[qualifier ? `${name}:${qualifier}` : name] },
      host: {
        invoke: async (invocation) => {
          invoked.push(invocation);
          if (outcome instanceof AwsError) throw outcome;
          return { requestId: 'r', executedVersion: '1', logTail: '', ...outcome };
        },
      },
    });
  };

  test('invokes the function with the event, in the trace of the request', async () => {
    expect(await call()).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
    expect(invoked).toEqual([{ functionName: 'f', payload: expect.any(String), traceId: 'Root=1-2-3' }]);
    expect(JSON.parse(invoked[0]?.payload ?? '')).toMatchObject({ version: '2.0', routeKey: 'GET /pets/{id}' });
  });

  test('an alias, which a stage variable may name', async () => {
    permit('f:live', '$default/GET/pets/{id}');
    const stage = { ...STAGE, stageVariables: { alias: 'live' } };
    await call(uri(`${fn}:\${stageVariables.alias}`), { stage });
    expect(invoked).toMatchObject([{ functionName: 'f', qualifier: 'live' }]);
  });

  test.each([
    ['another API', () => permit('f', '../api2/*/*')],
    ['another stage', () => permit('f', 'v1/*')],
    ['another route', () => permit('f', '*/POST/pets/{id}')],
    ['another service', () => permit('f', '*/*', 'events.amazonaws.com')],
    ['nobody', () => delete policies.f],
  ])('does not invoke a function whose policy lets in %s', async (_who, arrange) => {
    arrange();
    await expect(call()).rejects.toMatchObject({
      statusCode: 500,
      message: expect.stringContaining("doesn't have permissions to call the integration"),
    });
    expect(invoked).toEqual([]);
  });

  test('the $default route is a source of its own', async () => {
    permit('f', '$default/$default');
    await expect(call(uri(fn), { route: { routeKey: '$default' }, api: httpApi() })).resolves.toBeDefined();
  });

  test('an error of the function, or an answer that is none, is a 500 whose reason is logged', async () => {
    outcome = { payload: '{"errorType":"Error","errorMessage":"boom"}', functionError: 'Unhandled' };
    await expect(call()).rejects.toMatchObject({
      statusCode: 500,
      message: 'The Lambda function returned the following error: boom. Check your Lambda function code and try again.',
    });
    outcome = { payload: '{"statusCode":"x"}' };
    await expect(call()).rejects.toMatchObject({ statusCode: 500, message: expect.stringContaining('"statusCode"') });
    outcome = new AwsError('ResourceNotFoundException', 'Function not found', 404);
    await expect(call()).rejects.toMatchObject({ statusCode: 500, message: 'Function not found' });
  });

  test('a function that is throttled is a 503', async () => {
    outcome = new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    await expect(call()).rejects.toMatchObject({ statusCode: 503, answer: 'Service Unavailable' });
  });

  test('an event that Lambda does not take is a 413', async () => {
    await expect(call(uri(fn), {}, 'x'.repeat(6 * 1024 * 1024))).rejects.toMatchObject({ statusCode: 413 });
    expect(invoked).toEqual([]);
  });
});
