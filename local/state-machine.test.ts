import { beforeAll, expect, jest, test } from '@jest/globals';
import { LOG_DELIVERY_ACTIONS } from './stepfunctions/integrations/log-destination';
import { COLLECTOR } from './testing/collector';
import { eventually } from './testing/eventually';
import type { Grant } from './testing/local-account';
import { RunningAws } from './testing/running-aws';

jest.setTimeout(60_000);

const running = new RunningAws();
const machine = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:orders';
const failed = 'arn:aws:events:ap-northeast-1:000000000000:rule/orders-failed';

beforeAll(async () => {
  const fn = running.account.arn('lambda', 'function:worker');
  await running.account.fn('worker', COLLECTOR, {});
  const invoke: Grant = [['lambda:InvokeFunction'], [fn]];
  const roleArn = await running.account.role('orders', 'states.amazonaws.com', invoke, [
    [...LOG_DELIVERY_ACTIONS],
    ['*'],
  ]);
  const States = {
    work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: fn, Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      End: true,
    },
  };
  await running.account.json('logs', 'CreateLogGroup', { logGroupName: '/aws/vendedlogs/states/orders' });
  await running.account.states('CreateStateMachine', {
    name: 'orders',
    roleArn,
    definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'work', States }),
    loggingConfiguration: {
      level: 'ALL',
      includeExecutionData: true,
      destinations: [
        {
          cloudWatchLogsLogGroup: {
            logGroupArn: `${running.account.arn('logs', 'log-group:/aws/vendedlogs/states/orders')}:*`,
          },
        },
      ],
    },
  });
  await running.account.json('events', 'PutRule', {
    Name: 'orders-failed',
    EventPattern: JSON.stringify({
      source: ['aws.states'],
      detail: { status: ['FAILED'], stateMachineArn: [machine] },
    }),
  });
  await running.account.json('events', 'PutTargets', { Rule: 'orders-failed', Targets: [{ Id: '1', Arn: fn }] });
  await running.account.lambda('POST', '/2015-03-31/functions/worker/policy', {
    StatementId: 'events',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: failed,
  });
});

const run = async (name: string, input: object) => {
  const { executionArn } = await running.account.states('StartExecution', {
    stateMachineArn: machine,
    name,
    input: JSON.stringify(input),
  });
  return eventually(`the end of ${name}`, async () => {
    const execution = await running.account.states('DescribeExecution', { executionArn: executionArn ?? '' });
    return execution.status === 'RUNNING' ? undefined : execution;
  });
};

test('runs functions as its role, and logs', async () => {
  expect(await run('good', { a: 1 })).toMatchObject({ status: 'SUCCEEDED', output: '{"saw":{"a":1}}' });
  await eventually('the execution log', async () => {
    const { events } = await running.account.json('logs', 'FilterLogEvents', {
      logGroupName: '/aws/vendedlogs/states/orders',
    });
    return JSON.stringify(events).includes('ExecutionSucceeded') ? true : undefined;
  });
});

test("fails with the function's error, which reaches the rule's function", async () => {
  expect(await run('bad', { fail: true })).toMatchObject({ status: 'FAILED', error: 'VersionConflict' });
  expect(await running.account.logOf('worker', 'Step Functions Execution Status Change')).toContain(
    'execution:orders:bad',
  );
});

test('fails when its role may not invoke', async () => {
  await running.account.grant('orders', [
    ['lambda:InvokeFunction'],
    ['arn:aws:lambda:ap-northeast-1:000000000000:function:x'],
  ]);
  expect(await run('denied', {})).toMatchObject({
    status: 'FAILED',
    error: 'Lambda.AWSLambdaException',
    cause: expect.stringContaining('not authorized to perform: lambda:InvokeFunction'),
  });
});

test('a role that may start an alias may neither start a version nor the state machine itself', async () => {
  const stateMachineArn = running.account.arn('states', 'stateMachine:released');
  const definition = JSON.stringify({ StartAt: 'p', States: { p: { Type: 'Pass', End: true } } });
  const roleArn = await running.account.role('released-machine', 'states.amazonaws.com');
  const created = await running.account.states('CreateStateMachine', {
    name: 'released',
    roleArn,
    definition,
    publish: true,
  });
  await running.account.states('CreateStateMachineAlias', {
    name: 'live',
    routingConfiguration: [{ stateMachineVersionArn: String(created.stateMachineVersionArn), weight: 100 }],
  });
  const live = { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } };
  const role = await running.account.role('alias-starter', 'lambda.amazonaws.com', [
    ['states:StartExecution'],
    [stateMachineArn],
    live,
  ]);
  const credentials = await running.account.assume(role);
  const start = (arn: string) => running.account.states('StartExecution', { stateMachineArn: arn }, credentials);
  expect(await start(`${stateMachineArn}:live`)).toMatchObject({
    executionArn: expect.stringContaining('released:'),
  });
  for (const arn of [stateMachineArn, `${stateMachineArn}:1`]) {
    await expect(start(arn)).rejects.toMatchObject({ code: 'AccessDeniedException' });
  }
});
