import { describe, expect, jest, test } from '@jest/globals';
import type { JsonObject } from './stepfunctions';
import { eventually } from './testing/eventually';
import type { Grant } from './testing/local-account';
import { RunningAws } from './testing/running-aws';

jest.setTimeout(60_000);

/** A policy needs a statement. */
const nothing: Grant = [['sts:GetCallerIdentity'], ['*']];
const all: Grant = [['s3:*', 'secretsmanager:*', 'sqs:*', 'ssm:*', 'iam:GetRole', 'lambda:*'], ['*']];

/** Tasks one after another, each with its result as output of all. */
const machine = (...tasks: [resource: string, args: object][]) => ({
  QueryLanguage: 'JSONata',
  StartAt: 't0',
  States: Object.fromEntries(
    tasks.map(([resource, Arguments], index) => [
      `t${index}`,
      {
        Type: 'Task',
        Resource: `arn:aws:states:::${resource}`,
        Arguments,
        Output: `{% $merge([$states.input, {'t${index}': $states.result}]) %}`,
        ...(index + 1 < tasks.length ? { Next: `t${index + 1}` } : { End: true }),
      },
    ]),
  ),
});

describe('Tasks in the local AWS', () => {
  const running = new RunningAws();
  let runs = 0;

  async function run(definition: object, ...grants: Grant[]): Promise<JsonObject> {
    const name = `machine-${runs++}`;
    const roleArn = await running.account.role(name, 'states.amazonaws.com', nothing, ...grants);
    const created = await running.account.states('CreateStateMachine', {
      name,
      roleArn,
      definition: JSON.stringify(definition),
    });
    const started = await running.account.states('StartExecution', {
      stateMachineArn: String(created.stateMachineArn),
    });
    const ended = await eventually('the end of the execution', async () => {
      const description = await running.account.states('DescribeExecution', {
        executionArn: String(started.executionArn),
      });
      return description.status === 'RUNNING' ? undefined : description;
    });
    return typeof ended.output === 'string' ? (JSON.parse(ended.output) as JsonObject) : ended;
  }

  test('call S3, Secrets Manager, SSM, IAM and Lambda by their models', async () => {
    await running.account.fn('echo', 'exports.handler = async (event) => ({ got: event });', {});
    const output = await run(
      machine(
        [
          'aws-sdk:s3:createBucket',
          { Bucket: 'tasks', CreateBucketConfiguration: { LocationConstraint: running.aws.region } },
        ],
        ['aws-sdk:s3:putObject', { Bucket: 'tasks', Key: 'a/b', Body: { a: 1 }, Metadata: { m: 'n' } }],
        ['aws-sdk:s3:getObject', { Bucket: 'tasks', Key: 'a/b' }],
        ['aws-sdk:s3:listObjectsV2', { Bucket: 'tasks', Prefix: 'a/' }],
        ['aws-sdk:secretsmanager:createSecret', { Name: 's', SecretString: { p: 'q' } }],
        ['aws-sdk:secretsmanager:getSecretValue', { SecretId: 's' }],
        ['aws-sdk:ssm:putParameter', { Name: '/p', Value: 'v', Type: 'String' }],
        ['aws-sdk:ssm:getParameter', { Name: '/p' }],
        ['aws-sdk:iam:getRole', { RoleName: 'echo' }],
        ['aws-sdk:lambda:invoke', { FunctionName: 'echo', Payload: { x: 1 } }],
      ),
      all,
    );
    expect(output).toMatchObject({
      t2: { Body: '{"a":1}', ContentLength: 7, Metadata: { m: 'n' } },
      t3: { Contents: [{ Key: 'a/b', Size: 7 }], KeyCount: 1 },
      t5: { Name: 's', SecretString: '{"p":"q"}' },
      t7: { Parameter: { Name: '/p', Value: 'v' } },
      t8: { Role: { RoleName: 'echo', CreateDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) } },
      t9: { Payload: '{"got":{"x":1}}', StatusCode: 200 },
    });
  });

  test('fail with the errors of the services', async () => {
    const failures = await Promise.all([
      run(machine(['aws-sdk:s3:getObject', { Bucket: 'none', Key: 'k' }]), all),
      run(
        machine([
          'sqs:sendMessage',
          { QueueUrl: `${running.aws.endpoint}/${running.aws.accountId}/none`, MessageBody: 'm' },
        ]),
        all,
      ),
      run(machine(['aws-sdk:ssm:getParameter', { Name: '/none' }]), all),
      run(machine(['aws-sdk:secretsmanager:getSecretValue', { SecretId: 'none' }])),
    ]);
    expect(failures.map(({ error }) => error)).toEqual([
      'S3.NoSuchBucketException',
      'SQS.QueueDoesNotExistException',
      'Ssm.ParameterNotFoundException',
      'SecretsManager.SecretsManagerException',
    ]);
    expect(failures[3]?.cause).toMatch(/is not authorized to perform: secretsmanager:GetSecretValue/);
  });

  test('start executions with the permissions of their role', async () => {
    const child = await running.account.role('child', 'states.amazonaws.com', nothing);
    const pass = { StartAt: 'p', States: { p: { Type: 'Pass', Result: { ok: true }, End: true } } };
    await running.account.states('CreateStateMachine', {
      name: 'child',
      roleArn: child,
      definition: JSON.stringify(pass),
    });
    const StateMachineArn = running.account.arn('states', 'stateMachine:child');
    const rule = running.account.arn('events', 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule');
    const start: Grant = [['states:StartExecution'], [StateMachineArn]];
    const watch: Grant = [
      ['states:DescribeExecution', 'states:StopExecution'],
      [running.account.arn('states', 'execution:child:*')],
    ];
    const events: Grant = [['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], [rule]];
    const definition = machine(['states:startExecution.sync:2', { StateMachineArn, Input: {} }]);
    expect(await run(definition, start, watch, events)).toMatchObject({
      t0: { Output: { ok: true }, Status: 'SUCCEEDED' },
    });
    expect(await run(definition, watch, events)).toMatchObject({ error: 'StepFunctions.AWSStepFunctionsException' });
    await expect(run(definition, start, watch)).rejects.toMatchObject({
      message: expect.stringMatching(/^'.*' is not authorized to create managed-rule\.$/),
    });
  });

  test('are counted by the metrics of AWS/States, and so are their executions', async () => {
    await run(machine(['aws-sdk:ssm:describeParameters', {}]), all);
    const sum = async (MetricName: string, Name: string, Value: string) => {
      const now = Date.now() / 1000;
      const times = { StartTime: now - 300, EndTime: now + 60, Period: 3600 };
      const answer = await running.account.json('monitoring', 'GetMetricStatistics', {
        Namespace: 'AWS/States',
        MetricName,
        Dimensions: [{ Name, Value }],
        Statistics: ['Sum'],
        ...times,
      });
      return (answer.Datapoints as { Sum: number }[]).reduce((total, { Sum }) => total + Sum, 0) || undefined;
    };
    const machineArn = running.account.arn('states', `stateMachine:machine-${runs - 1}`);
    const resource = 'arn:aws:states:::aws-sdk:ssm:describeParameters';
    const seen = await eventually('the metrics', async () => {
      const ended = await sum('ExecutionsSucceeded', 'StateMachineArn', machineArn);
      return ended && [ended, await sum('ServiceIntegrationsSucceeded', 'ServiceIntegrationResourceArn', resource)];
    });
    expect(seen).toEqual([1, 1]);
  });

  test('call APIs', async () => {
    const creation = ['aws-sdk:apigatewayv2:createApi', { Name: 'api', ProtocolType: 'HTTP' }] as const;
    const call = { ApiEndpoint: '{% $states.input.t0.ApiEndpoint %}', Method: 'GET', Path: 'none' };
    const grant: Grant = [['apigateway:*'], ['*']];
    expect(await run(machine([...creation], ['apigateway:invoke', call]), grant)).toMatchObject({
      error: 'ApiGateway.404',
      cause: expect.stringContaining('"message"'),
    });
  });

  test('assume the role of their Credentials', async () => {
    const other = await running.account.role('other', 'states.amazonaws.com', all);
    const [first] = Object.values(machine(['aws-sdk:ssm:describeParameters', {}]).States);
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 't',
      States: { t: { ...first, Credentials: { RoleArn: other } } },
    };
    expect(await run(definition)).toMatchObject({
      error: 'States.TaskFailed',
      cause: expect.stringContaining(`is not authorized to assume the task state's role, ${other}.`),
    });
  });
});
