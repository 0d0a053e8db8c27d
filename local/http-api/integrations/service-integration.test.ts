import { beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../aws/error';
import { ACCOUNT, exchangeOf, gatewayRequest, REGION } from '../../testing/http-api';
import { RecordedServices } from '../../testing/recorded-services';
import { callService } from './service-integration';

const machine = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:m';
const role = 'arn:aws:iam::000000000000:role/gateway';
const sync = 'StepFunctions-StartSyncExecution';

describe('a service integration', () => {
  let services: RecordedServices;
  let trusted: boolean;

  beforeEach(() => {
    services = new RecordedServices();
    trusted = true;
  });

  const call = (integrationSubtype: string, requestParameters: { [name: string]: string }, body = '{"a":1}') => {
    const exchange = exchangeOf(gatewayRequest('POST', '/run', { body: Buffer.from(body) }), { routeKey: 'POST /run' });
    const integration = {
      integrationId: 'i',
      integrationType: 'AWS_PROXY',
      integrationSubtype,
      credentialsArn: role,
      requestParameters,
    };
    return callService(exchange, integration, {
      endpoint: services.client,
      sessions: services.sessions,
      roleTrust: {
        trusts: async (_role, { servicePrincipal }) => trusted && servicePrincipal === 'apigateway.amazonaws.com',
      },
      region: REGION,
      accountId: ACCOUNT,
    });
  };

  test("starts an execution as its role, and gives the service's answer", async () => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r' };
    services.answers.push({ body: '{"status":"FAILED"}', headers });
    const parameters = { StateMachineArn: machine, Input: '$request.body', Name: '$request.querystring.name' };
    expect(await call(sync, parameters)).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: Buffer.from('{"status":"FAILED"}'),
    });
    expect(services.requests).toEqual([
      {
        service: 'states',
        method: 'POST',
        path: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'AWSStepFunctions.StartSyncExecution',
        },
        body: JSON.stringify({ stateMachineArn: machine, input: '{"a":1}' }),
        credentials: { accessKeyId: role, secretAccessKey: 's' },
      },
    ]);
  });

  test.each([
    ['StepFunctions-StopExecution', { ExecutionArn: 'e', Cause: 'c' }, { executionArn: 'e', cause: 'c' }],
    [
      'EventBridge-PutEvents',
      { Detail: '$request.body', DetailType: 't', Source: 's', Region: 'ap-northeast-1' },
      { Entries: [{ Detail: '{"a":1}', DetailType: 't', Source: 's' }] },
    ],
  ])('%s sends what the action takes', async (subtype, parameters, input) => {
    await call(subtype, parameters);
    expect(services.requests.map(({ body }) => JSON.parse(String(body)))).toEqual([input]);
  });

  test("the service's errors are the caller's", async () => {
    const body = '{"__type":"InvalidExecutionInput","message":"no JSON"}';
    services.answers.push({ statusCode: 400, body, headers: { 'content-type': 'application/x-amz-json-1.0' } });
    expect(await call(sync, { StateMachineArn: machine })).toMatchObject({ statusCode: 400, body: Buffer.from(body) });
  });

  test('what the role may not is a 500 that tells the caller nothing', async () => {
    const message = 'User: gateway is not authorized to perform: states:StartSyncExecution';
    services.answers.push({ statusCode: 400, body: JSON.stringify({ __type: 'AccessDeniedException', message }) });
    await expect(call(sync, { StateMachineArn: machine })).rejects.toMatchObject({
      statusCode: 500,
      answer: 'Internal Server Error',
      message: expect.stringContaining(message),
    });
  });

  test('a role that does not trust API Gateway, or is not there, is a 500', async () => {
    trusted = false;
    await expect(call(sync, { StateMachineArn: machine })).rejects.toMatchObject({
      statusCode: 500,
      message: expect.stringContaining(`The trust policy of ${role} does not name apigateway.amazonaws.com`),
    });
    expect(services.requests).toEqual([]);
    trusted = true;
    services.sessions.assume = async () => {
      throw new AwsError('NoSuchEntity', 'no such role', 404);
    };
    await expect(call(sync, { StateMachineArn: machine })).rejects.toMatchObject({
      statusCode: 500,
      message: expect.stringContaining("doesn't have permissions to assume the IAM role"),
    });
  });
});
