import { describe, expect, test } from '@jest/globals';
import { refusalOf } from './refusals';

const refused = (kind: string, resource: Parameters<typeof refusalOf>[1]) =>
  refusalOf(kind, resource, 'ap-northeast-1');

const lambda = { integrationType: 'AWS_PROXY', payloadFormatVersion: '2.0' };
const start = {
  integrationType: 'AWS_PROXY',
  integrationSubtype: 'StepFunctions-StartExecution',
  payloadFormatVersion: '1.0',
  credentialsArn: 'arn:aws:iam::000000000000:role/gateway',
  requestParameters: { StateMachineArn: 'arn', Input: '$request.body', Region: 'ap-northeast-1' },
};
const starting = (requestParameters: { [name: string]: string }) => ({
  ...start,
  requestParameters: { StateMachineArn: 'arn', ...requestParameters },
});

describe('refusalOf', () => {
  test('takes what is served', () => {
    expect(refused('apis', { protocolType: 'HTTP' })).toBeUndefined();
    expect(refused('stages', { stageName: 'v1', autoDeploy: true })).toBeUndefined();
    expect(refused('authorizers', { authorizerType: 'JWT' })).toBeUndefined();
    expect(refused('routes', { routeKey: 'GET /' })).toBeUndefined();
    expect(refused('integrations', lambda)).toBeUndefined();
    expect(refused('integrations', start)).toBeUndefined();
  });

  test.each([
    ['apis', { target: 'arn' }, 'has no quick create'],
    ['apimappings', {}, 'not at custom domain names'],
    ['stages', { stageName: 'v1', autoDeploy: false }, 'give the stage v1 automatic deployment'],
    ['authorizers', { authorizerType: 'REQUEST', name: 'l' }, 'has no Lambda authorizers'],
    ['integrations', { integrationType: 'HTTP_PROXY' }, 'no integrations of the type HTTP_PROXY'],
    ['integrations', { ...lambda, payloadFormatVersion: '1.0' }, 'in the payload format 2.0 only'],
    ['integrations', { ...lambda, requestParameters: { 'overwrite:path': '/' } }, 'does not map request parameters'],
    ['integrations', { ...lambda, responseParameters: { '200': {} } }, 'does not map response parameters'],
    ['integrations', { ...start, integrationSubtype: 'SQS-SendMessage' }, 'It has StepFunctions-StartExecution, '],
    ['integrations', { ...start, payloadFormatVersion: '2.0' }, 'is 1.0, not 2.0'],
    ['integrations', { ...start, credentialsArn: '' }, 'needs the ARN of a role'],
    ['integrations', { ...start, credentialsArn: 'arn:aws:iam::*:user/*' }, 'needs the ARN of a role'],
    ['integrations', { ...start, requestParameters: {} }, 'StateMachineArn is required'],
    ['integrations', starting({ stateMachineArn: 'arn' }), 'stateMachineArn does not fit schema for Operation'],
    ['integrations', starting({ Region: 'us-east-1' }), 'calls services of ap-northeast-1 only'],
    ['integrations', starting({ Input: '{"a":"$request.body.a"}' }), 'stands within a text'],
  ])('%s: %j', (kind, resource, reason) => {
    expect(refused(kind, resource)).toContain(reason);
  });
});
