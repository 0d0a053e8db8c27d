import { workflow } from '@blueprint/asl';
import { type Operation, operation } from '@blueprint/lambdas/platform/http/operation';
import { describe, expect, test } from '@jest/globals';
import { TerraformOutput, Testing } from 'cdktf';
import { scratchFunction, scratchStack } from '../testing/scratch-stack';
import type { Arguments } from '../testing/synthesized';
import { HttpApi } from './http-api';
import { StateMachine } from './state-machine';

const declared = (
  operationId: string,
  method: Operation['method'],
  path: Operation['path'],
  access: Operation['access'],
) => operation({ operationId, method, path, summary: operationId, access, answers: { 200: { description: '' } } });
const getThing = declared('getThing', 'GET', '/things/{id}', 'jwt');
const postThing = declared('postThing', 'POST', '/things', 'iam');
const getPage = declared('getPage', 'GET', '/page', 'open');
const quick = declared('quick', 'POST', '/quick', 'iam');

const stack = scratchStack();
const api = new HttpApi(stack, 'api', { name: 'api', keyArn: 'arn:key' });
const target = scratchFunction(stack);
api.serve(target, [getThing, postThing, getPage]);
const definition = workflow({ StartAt: 'done', States: { done: { Type: 'Succeed' } } });
const machine = new StateMachine(stack, 'quick-machine', { name: 'quick', type: 'EXPRESS', definition });
api.startSyncExecution(quick, machine);
new TerraformOutput(stack, 'route', { value: api.routeArn(getThing) });

const synthesized = JSON.parse(Testing.synth(stack));
const all = (type: string): (Arguments & { id: string })[] =>
  Object.entries<Arguments>(synthesized.resource[type] ?? {}).map(([id, one]) => ({ ...one, id }));
const only = (type: string): Arguments & { id: string } => {
  const [one, ...more] = all(type);
  if (!one || more.length > 0) throw new Error(`there are ${more.length + Number(one !== undefined)} of ${type}`);
  return one;
};
const reference = (type: string, attribute = 'id') => `\${${type}.${only(type).id}.${attribute}}`;
const API_ID = reference('aws_apigatewayv2_api');
const integration = (subtype: string | undefined) => {
  const found = all('aws_apigatewayv2_integration').find((one) => one.integration_subtype === subtype);
  if (!found) throw new Error(`no integration with ${subtype}`);
  return found;
};
const route = (key: string) => all('aws_apigatewayv2_route').find(({ route_key }) => route_key === key);

describe('a route', () => {
  test('there is one for each operation, and no other', () => {
    expect(all('aws_apigatewayv2_route').map(({ route_key }) => route_key)).toEqual([
      'GET /page',
      'GET /things/{id}',
      'POST /things',
      'POST /quick',
    ]);
  });

  test.each([
    ['GET /things/{id}', { authorization_type: 'JWT', authorizer_id: reference('aws_apigatewayv2_authorizer') }],
    ['POST /things', { authorization_type: 'AWS_IAM' }],
    ['GET /page', { authorization_type: 'NONE' }],
  ])('%s lets in whom its operation says, and leads to the function', (key, authorization) => {
    const { '//': _, id: __, ...found }: Arguments = route(key) ?? {};
    expect(found).toEqual({
      api_id: API_ID,
      route_key: key,
      target: `integrations/\${aws_apigatewayv2_integration.${integration(undefined).id}.id}`,
      ...authorization,
    });
  });

  test('that is there already, or an operation of the same name, is refused', () => {
    const again = () => {
      const other = scratchStack();
      const twice = new HttpApi(other, 'api', { name: 'api' });
      return (...operations: Operation[]) => twice.serve(scratchFunction(other), operations);
    };
    expect(() => again()(getThing, { ...getPage, method: 'GET', path: '/things/{id}' })).toThrow(
      'dev-scratch/api: two operations are "GET /things/{id}" or are called "getPage".',
    );
    expect(() => again()(getThing, { ...getPage, operationId: 'getThing' })).toThrow('are called "getThing"');
  });
});

describe('tokens', () => {
  test('are checked by API Gateway against issuer and audience of the environment', () => {
    expect(only('aws_apigatewayv2_authorizer')).toMatchObject({
      api_id: API_ID,
      authorizer_type: 'JWT',
      identity_sources: ['$request.header.Authorization'],
      jwt_configuration: {
        issuer: stack.env.api.jwt.issuer,
        audience: [...stack.env.api.jwt.audience],
      },
    });
  });
});

describe('a function', () => {
  test('gets requests as format 2.0 has them, and is waited for as long as API Gateway can', () => {
    expect(integration(undefined)).toMatchObject({
      api_id: API_ID,
      integration_type: 'AWS_PROXY',
      integration_uri: reference('aws_lambda_alias', 'arn'),
      payload_format_version: '2.0',
      timeout_milliseconds: 30_000,
    });
  });

  test('may be called by this API alone', () => {
    expect(only('aws_lambda_permission')).toMatchObject({
      action: 'lambda:InvokeFunction',
      function_name: reference('aws_lambda_alias', 'function_name'),
      qualifier: reference('aws_lambda_alias', 'name'),
      principal: 'apigateway.amazonaws.com',
      source_arn: `${reference('aws_apigatewayv2_api', 'execution_arn')}/*/*`,
    });
  });
});

describe('a synchronous execution', () => {
  const roles = all('aws_iam_role');
  const role = roles.find(({ name }) => name === 'dev-blueprint-api-quick');

  test('is started with the body as its input, in a role of its own', () => {
    expect(integration('StepFunctions-StartSyncExecution')).toMatchObject({
      integration_type: 'AWS_PROXY',
      payload_format_version: '1.0',
      credentials_arn: `\${aws_iam_role.${role?.id}.arn}`,
      request_parameters: { StateMachineArn: `${machine.arn}:live`, Input: '$request.body' },
      timeout_milliseconds: 30_000,
    });
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toMatchObject([
      { Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
  });

  test('is all that this role may start', () => {
    const policy = all('aws_iam_role_policy').find((one) => one.role === `\${aws_iam_role.${role?.id}.name}`);
    expect(JSON.parse(String(policy?.policy)).Statement).toEqual([
      {
        Sid: 'Start',
        Effect: 'Allow',
        Action: ['states:StartSyncExecution'],
        Resource: [machine.arn],
        Condition: { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } },
      },
    ]);
  });
});

describe('the stage', () => {
  const stage = only('aws_apigatewayv2_stage');

  test('is deployed as the API changes, and takes so many requests as the environment says', () => {
    const { requestsPerSecond, burst } = stack.env.api.throttling;
    expect(stage).toMatchObject({
      api_id: API_ID,
      name: '$default',
      auto_deploy: true,
      default_route_settings: { throttling_rate_limit: requestsPerSecond, throttling_burst_limit: burst },
    });
  });

  test('logs who asked what and how it went, and neither headers nor bodies nor addresses', () => {
    const logs = all('aws_cloudwatch_log_group').find(({ name }) => name === '/aws/vendedlogs/apis/dev-blueprint-api');
    expect(logs).toMatchObject({
      retention_in_days: stack.env.retention.functionLogsDays,
      kms_key_id: 'arn:key',
    });
    const { destination_arn, format } = stage.access_log_settings as { destination_arn: string; format: string };
    expect(destination_arn).toBe(`\${aws_cloudwatch_log_group.${logs?.id}.arn}`);
    const line: Record<string, string> = JSON.parse(format);
    expect(Object.values(line).filter((value) => !/^\$context\.[\w.]+$/.test(value))).toEqual([]);
    expect(line).toMatchObject({
      requestId: '$context.requestId',
      route: '$context.routeKey',
      status: '$context.status',
      tenant: `$context.authorizer.claims.${stack.env.api.jwt.tenantClaim}`,
    });
    expect(format).not.toMatch(/header|body|sourceIp|userAgent|\$context\.path/i);
    expect(Buffer.byteLength(format)).toBeLessThan(3 * 1024);
  });
});

test('a route is named in policies with its parameters left open', () => {
  expect(synthesized.output.route.value).toBe(
    `${reference('aws_apigatewayv2_api', 'execution_arn')}/$default/GET/things/*`,
  );
});

test('what is served is what the document tells', () => {
  expect(Object.keys(api.openApi.paths as object)).toEqual(['/page', '/quick', '/things', '/things/{id}']);
});
