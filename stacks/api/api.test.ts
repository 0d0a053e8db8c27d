import { environment, environments } from '@blueprint/env';
import { openApiFaults } from '@blueprint/lambdas/fakes/openapi';
import { describe, expect, test } from '@jest/globals';
import { synthesizeAll } from '../testing/synthesized';
import { POWERTOOLS, WorkflowFunctions } from '../testing/workflow-functions';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');
const functions = new WorkflowFunctions(local, 'local-blueprint-api-');
const stored = (output: string): string => `\${data.terraform_remote_state.storage.outputs.${output}}`;

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}
const content = String(local.one('aws_s3_object', 'key', 'api/openapi.json').content);
const document: Document = JSON.parse(content.replaceAll('$${', '${').replaceAll('%%{', '%{'));
const told = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

describe('the document', () => {
  test('is valid OpenAPI 3.1', () => {
    expect(openApiFaults({ ...document })).toEqual([]);
  });

  test('tells every route of the API, and no other', () => {
    const routes = local.all('aws_apigatewayv2_route').map(({ route_key }) => String(route_key));
    expect([...told].sort()).toEqual([...routes].sort());
    expect(told).toEqual(expect.arrayContaining(['GET /executions/{name}', 'GET /openapi.json']));
  });

  test('is the same in every environment: it holds nothing of where it is deployed', () => {
    expect(prod.one('aws_s3_object', 'key', 'api/openapi.json').content === content).toBe(true);
    const places = [
      'arn:aws',
      'amazonaws.com',
      ...environments.flatMap(({ account, api }) => [account, api.jwt.issuer]),
    ];
    expect(places.filter((place) => content.includes(place))).toEqual([]);
    expect(Object.keys(document.paths)).toEqual(Object.keys(document.paths).sort());
  });
});

describe('api/http', () => {
  test('may read the document and describe the executions of this application, and nothing else', () => {
    expect(functions.handlers()).toEqual(['http']);
    expect(functions.rights('http')).toEqual(
      [
        ...functions.logsAndTraces('http'),
        `s3:GetObject on ${stored('assets_arn')}/api/openapi.json`,
        'states:DescribeExecution on arn:aws:states:ap-northeast-1:000000000000:execution:local-blueprint-*:*',
      ].sort(),
    );
  });

  test('gets the variables it reads, and ends before API Gateway gives it up', () => {
    expect(functions.variables('http')).toMatchObject({
      MACHINES_ARN: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:local-blueprint-',
      OPENAPI_KEY: 'api/openapi.json',
      TENANT_CLAIM: environment('local').api.jwt.tenantClaim,
    });
    expect(Object.keys(functions.variables('http')).sort()).toEqual(
      [...POWERTOOLS, 'ASSETS_BUCKET', 'MACHINES_ARN', 'OPENAPI_KEY', 'TENANT_CLAIM'].sort(),
    );
    expect(functions.of('http').timeout).toBe(29);
  });
});

test('requests that fail wake somebody, where alarms are on: a function that answers 500 has no error', () => {
  expect(prod.one('aws_cloudwatch_metric_alarm', 'alarm_name', 'prod-blueprint-api-5xx')).toMatchObject({
    namespace: 'AWS/ApiGateway',
    metric_name: '5xx',
    dimensions: { ApiId: `\${${prod.address('aws_apigatewayv2_api', 'name', 'prod-blueprint-api')}.id}` },
    threshold: environment('prod').alarms.thresholds.functionErrors,
  });
  expect(local.all('aws_cloudwatch_metric_alarm')).toEqual([]);
});
