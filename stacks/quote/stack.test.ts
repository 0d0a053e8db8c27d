import { lint } from '@blueprint/asl';
import { environment } from '@blueprint/env';
import { getRate } from '@blueprint/lambdas/quote/operations';
import { describe, expect, test } from '@jest/globals';
import { functionArn } from '../testing/machine';
import { rights, synthesizeAll } from '../testing/synthesized';
import { POWERTOOLS, WorkflowFunctions } from '../testing/workflow-functions';
import { quote } from './definition';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');
const MACHINE = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:local-blueprint-quote';
const API = `\${${local.address('aws_apigatewayv2_api', 'name', 'local-blueprint-api')}.id}`;

describe('the functions', () => {
  const functions = new WorkflowFunctions(local, 'local-blueprint-quote-');

  test.each([
    ['get-prices', [], []],
    ['http', [`states:StartSyncExecution on ${MACHINE}`], ['STATE_MACHINE_ARN', 'TENANT_CLAIM']],
  ])('quote/%s may do what it does and reads what it needs, and nothing else', (name, allowed, variables) => {
    expect(functions.rights(name)).toEqual([...functions.logsAndTraces(name), ...allowed].sort());
    expect(Object.keys(functions.variables(name)).sort()).toEqual([...POWERTOOLS, ...variables].sort());
  });

  test('are these', () => {
    expect(functions.handlers()).toEqual(['get-prices', 'http']);
  });
});

describe('the machine', () => {
  const definition = quote({ functionArn, apiHost: 'api1.execute-api.example.com' });

  test('is an Express one, and has nothing for the lint to say', () => {
    expect(local.one('aws_sfn_state_machine', 'name', 'local-blueprint-quote').type).toBe('EXPRESS');
    expect(lint(definition, { type: 'EXPRESS' })).toEqual([]);
  });

  test('may invoke its function and the route of rates of its own API, and nothing else', () => {
    const prices = local.liveFunction('local-blueprint-quote-get-prices');
    const narrow = local.statements('local-blueprint-quote').filter(({ Resource }) => !Resource.includes('*'));
    expect(rights(narrow)).toEqual([
      `execute-api:Invoke on arn:aws:execute-api:ap-northeast-1:000000000000:${API}/$default/GET/rates/*`,
      `lambda:InvokeFunction on \${${prices}.arn}`,
    ]);
  });

  test('asks for a rate where the API has it', () => {
    expect(definition.States.GetRate).toMatchObject({
      Arguments: {
        Method: getRate.method,
        Path: `{% '${getRate.path.replace('{currency}', '')}' & $states.input.currency %}`,
      },
    });
    expect(local.one('aws_apigatewayv2_route', 'route_key', 'GET /rates/{currency}').authorization_type).toBe(
      'AWS_IAM',
    );
  });
});

describe('POST /quotes', () => {
  test('has API Gateway start the workflow with the body, for bearers of a token', () => {
    const integration = local.one(
      'aws_apigatewayv2_integration',
      'integration_subtype',
      'StepFunctions-StartSyncExecution',
    );
    expect(integration.request_parameters).toEqual({ StateMachineArn: `${MACHINE}:live`, Input: '$request.body' });
    expect(local.one('aws_apigatewayv2_route', 'route_key', 'POST /quotes').authorization_type).toBe('JWT');
  });

  test('gives API Gateway the right to start this workflow alone', () => {
    expect(rights(local.statements('local-blueprint-api-createQuote'))).toEqual([
      `states:StartSyncExecution on ${MACHINE}`,
    ]);
  });

  test('is documented with what Step Functions and API Gateway answer', () => {
    const document = JSON.parse(String(local.one('aws_s3_object', 'key', 'api/openapi.json').content));
    const { post, get } = document.paths['/quotes'];
    expect(Object.keys(post.responses)).toEqual(['200', '400', '401', '413', '429', '500', '503']);
    expect(JSON.stringify(post)).not.toContain('Problem');
    expect(Object.keys(get.responses)).toEqual(['200', '400', '401', '403', '422', '429', '500', '503']);
  });
});

test('in production, callers who ask for the impossible raise no alarm one by one', () => {
  const PREFIX = 'prod-blueprint-quote-';
  const alarms = prod.those('aws_cloudwatch_metric_alarm', 'alarm_name', PREFIX);
  const thresholds = Object.fromEntries(
    alarms.map((alarm) => [String(alarm.alarm_name).replace(PREFIX, ''), alarm.threshold]),
  );
  const { functionErrors } = environment('prod').alarms.thresholds;
  expect(thresholds).toEqual({
    ExecutionsFailed: functionErrors,
    ExecutionsTimedOut: 0,
    'get-prices-Errors': functionErrors,
    'get-prices-Throttles': 0,
    'http-Errors': functionErrors,
    'http-Throttles': 0,
  });
});
