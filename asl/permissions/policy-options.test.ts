import { describe, expect, test } from '@jest/globals';
import { PolicyError } from '../integrations/policy-scope';
import { permissions } from './permissions';
import { calling, options, token } from './testing/calling';
import { container } from './testing/job-calls';

describe('what no definition shows must be said', () => {
  test.each([
    [
      'a queue by a token',
      'sqs:sendMessage',
      { QueueUrl: token(1), MessageBody: '' },
      /QueueUrl is the token .* in `arns`/,
    ],
    ['executions of a token', 'states:startExecution.sync', { StateMachineArn: token(1) }, /with its name, in `arns`/],
    ['tasks of a token', 'ecs:runTask', { ...container, Cluster: token(1) }, /Cluster is the token/],
    [
      'the API of a custom domain',
      'apigateway:invoke',
      { ApiEndpoint: 'api.example.com', Method: 'GET', AuthType: 'IAM_ROLE' },
      /"s": the API can't be told from ApiEndpoint api\.example\.com\..* in `arns`/,
    ],
    ['the roles of a container', 'ecs:runTask', { TaskDefinition: 't' }, /in `passedRoles` under that state/],
    ['the data of a query', 'athena:startQueryExecution', { QueryString: 'x' }, /in `grants` under that state/],
    ['a resource of the data', 'glue:startJobRun', { JobName: '{% $x %}' }, /JobName.*must be a literal or a token/],
    ['an API', 'aws-sdk:iam:createUser', {}, /whose permissions this library doesn't know/],
  ] as const)('%s', (_, resource, given, message) => {
    expect(() => permissions(calling(resource, given), options)).toThrow(PolicyError);
    expect(() => permissions(calling(resource, given), options)).toThrow(message);
  });

  test('and of states that are there', () => {
    expect(() => permissions(calling('glue:startJobRun', { JobName: 'j' }), { ...options, grants: { x: [] } })).toThrow(
      /names the state "x", which the workflow doesn't have/,
    );
  });

  test('with a reason for what is on *', () => {
    const grants = { s: [{ actions: ['kms:Decrypt'], resources: ['*'] }] };
    expect(() => permissions(calling('glue:startJobRun', { JobName: 'j' }), { ...options, grants })).toThrow(
      '`grants` allows kms:Decrypt on * for the state "s". Give a reason.',
    );
  });
});
