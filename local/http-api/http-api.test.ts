import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type KeyLike, SignJWT } from 'jose';
import { ROOT_CREDENTIALS } from '../aws/credentials';
import { type LocalAws, startLocalAws } from '../start';
import { isObject, type JsonObject } from '../stepfunctions/json';
import { eventually } from '../testing/eventually';
import { LocalAccount } from '../testing/local-account';
import { recordingLogger } from '../testing/recording-logger';

jest.setTimeout(60_000);

const issuer = 'https://issuer.example.com';
const ECHO = 'exports.handler = async (event) => ({ statusCode: 201, body: JSON.stringify(event.requestContext) });';

describe('an HTTP API of the local AWS', () => {
  const logger = recordingLogger();
  let folder: string;
  let key: KeyLike;
  let aws: LocalAws;
  let account: LocalAccount;
  let apiId: string;
  let endpoint: string;
  let machine: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'http-api-'));
    const pair = await generateKeyPair('RS256');
    key = pair.privateKey;
    aws = await startLocalAws({
      port: 0,
      ministack: resolve(__dirname, '../../.local/venv/bin/ministack'),
      dataFolder: folder,
      logger,
      issuers: { [issuer]: { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k' }] } },
    });
    account = new LocalAccount(aws);
    const api = await account.apiGateway('POST', '/v2/apis', { name: 'orders', protocolType: 'HTTP' });
    apiId = String(api.apiId);
    endpoint = String(api.apiEndpoint);
    machine = account.arn('states', 'stateMachine:answer');
    await deploy();
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const create = async (collection: string, body: JsonObject) =>
    account.apiGateway('POST', `/v2/apis/${apiId}/${collection}`, body);

  async function deploy(): Promise<void> {
    await account.json('logs', 'CreateLogGroup', { logGroupName: 'access' });
    await create('stages', {
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: {
        destinationArn: account.arn('logs', 'log-group:access'),
        format: '$context.routeKey $context.status $context.integrationErrorMessage',
      },
    });
    const fn = await account.fn('echo', ECHO, {});
    await account.lambda('POST', '/2015-03-31/functions/echo/policy', {
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: account.arn('execute-api', `${apiId}/*/GET/orders/{id}`),
    });
    const uri = `arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/${fn}/invocations`;
    const echo = await create('integrations', {
      integrationType: 'AWS_PROXY',
      integrationUri: uri,
      payloadFormatVersion: '2.0',
    });
    const jwt = await create('authorizers', {
      authorizerType: 'JWT',
      name: 'jwt',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer, audience: ['orders'] },
    });
    const target = `integrations/${String(echo.integrationId)}`;
    const authorizerId = jwt.authorizerId ?? null;
    await create('routes', { routeKey: 'GET /orders/{id}', target, authorizationType: 'JWT', authorizerId });
    await create('routes', { routeKey: 'GET /not-permitted', target });
    await create('routes', { routeKey: 'POST /answers', target: await startOfMachine(), authorizationType: 'AWS_IAM' });
  }

  async function startOfMachine(): Promise<string> {
    const roleArn = await account.role('answer', 'states.amazonaws.com');
    const States = { answer: { Type: 'Pass', End: true } };
    const definition = JSON.stringify({ StartAt: 'answer', States });
    await account.states('CreateStateMachine', { name: 'answer', type: 'EXPRESS', roleArn, definition });
    const credentialsArn = await account.role('gateway', 'apigateway.amazonaws.com', [
      ['states:StartSyncExecution'],
      [machine],
    ]);
    const integration = await create('integrations', {
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'StepFunctions-StartSyncExecution',
      payloadFormatVersion: '1.0',
      credentialsArn,
      requestParameters: { StateMachineArn: machine, Input: '$request.body' },
    });
    return `integrations/${String(integration.integrationId)}`;
  }

  const token = (audience = 'orders') => {
    const claims = new SignJWT({ sub: 'me' }).setProtectedHeader({ alg: 'RS256', kid: 'k' });
    return claims.setIssuer(issuer).setAudience(audience).setIssuedAt().setExpirationTime('1h').sign(key);
  };

  test('answers with what a function says, to who has a token', async () => {
    const headers = { authorization: `Bearer ${await token()}` };
    const answer = await fetch(`${endpoint}/orders/7`, { headers });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      apiId,
      routeKey: 'GET /orders/{id}',
      authorizer: { jwt: { claims: { sub: 'me', iss: issuer } } },
    });
    expect((await fetch(`${endpoint}/orders/7`)).headers.get('www-authenticate')).toBe('Bearer');
  });

  test('is served at its own host name, too', async () => {
    const headers = { host: `${apiId}.execute-api.ap-northeast-1.amazonaws.com` };
    const request = { service: 'execute-api', method: 'GET', path: '/orders/7', headers };
    expect(await account.client.send(request, undefined)).toMatchObject({ statusCode: 401 });
  });

  test('a function that does not let the route in is a 500, whose reason the access log has', async () => {
    expect((await fetch(`${endpoint}/not-permitted`)).status).toBe(500);
    await eventually('the access log', async () => {
      const { events } = await account.json('logs', 'FilterLogEvents', { logGroupName: 'access' });
      const wanted = "GET /not-permitted 500 The IAM role configured on the integration or API Gateway doesn't have";
      return JSON.stringify(events ?? []).includes(wanted) ? true : undefined;
    });
  });

  test('starts an execution for who may invoke the route, and gives its output', async () => {
    const request = {
      service: 'execute-api',
      method: 'POST',
      path: new URL(`${endpoint}/answers`).pathname,
      body: '{"a":1}',
    };
    const { body } = await account.client.rest(request, ROOT_CREDENTIALS);
    expect(JSON.parse(body.toString())).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
    const stranger = await account.assume(await account.role('stranger', 'lambda.amazonaws.com'));
    expect(await account.client.send(request, stranger)).toMatchObject({ statusCode: 403 });
  });

  test.each(['IAM_ROLE', 'NO_AUTH'])('a state machine calls it with %s', async (AuthType) => {
    const route = account.arn('execute-api', `${apiId}/$default/POST/answers`);
    const roleArn = await account.role(`caller-${AuthType}`, 'states.amazonaws.com', [['execute-api:Invoke'], [route]]);
    const call = {
      Type: 'Task',
      Resource: 'arn:aws:states:::apigateway:invoke',
      Arguments: {
        ApiEndpoint: `${apiId}.execute-api.ap-northeast-1.amazonaws.com`,
        Method: 'POST',
        Path: 'answers',
        RequestBody: '{% $states.input %}',
        AuthType,
      },
      End: true,
    };
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'call', States: { call } });
    const name = `caller-${AuthType}`;
    await account.states('CreateStateMachine', { name, type: 'EXPRESS', roleArn, definition });
    const stateMachineArn = account.arn('states', `stateMachine:${name}`);
    const { status, output, error } = await account.states('StartSyncExecution', { stateMachineArn, input: '{"b":2}' });
    if (AuthType === 'NO_AUTH') {
      expect([status, error]).toEqual(['FAILED', 'ApiGateway.403']);
      return;
    }
    const result: unknown = JSON.parse(String(output));
    expect(isObject(result) && result.ResponseBody).toMatchObject({ status: 'SUCCEEDED', input: '{"b":2}' });
  });

  test('a change takes effect with the next request', async () => {
    expect((await fetch(`${endpoint}/later`)).status).toBe(404);
    await create('routes', { routeKey: 'GET /later', target: 'integrations/none' });
    expect((await fetch(`${endpoint}/later`)).status).toBe(500);
  });
});
