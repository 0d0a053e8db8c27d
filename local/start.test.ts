import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { type LocalAws, startLocalAws } from './start';
import { LOG_DELIVERY_ACTIONS } from './stepfunctions/integrations/log-destination';
import { isObject } from './stepfunctions/json';
import { eventually } from './testing/eventually';
import { type Grant, LocalAccount } from './testing/local-account';
import { recordingLogger } from './testing/recording-logger';

jest.setTimeout(60_000);

const ministack = resolve(__dirname, '../.local/venv/bin/ministack');
/** Keeps what it was invoked with; `poison` fails. */
const COLLECTOR = `
exports.handler = async (event) => {
  console.log('got', JSON.stringify(event));
  const poison = (event.Records ?? []).find((record) => record.dynamodb?.Keys.pk.S === 'poison');
  if (poison) return { batchItemFailures: [{ itemIdentifier: poison.dynamodb.SequenceNumber }] };
  if (event.fail) throw Object.assign(new Error('no such version'), { name: 'VersionConflict' });
  return { saw: event };
};
`;

describe('startLocalAws', () => {
  const logger = recordingLogger();
  let folder: string;
  let aws: LocalAws;
  let account: LocalAccount;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'local-aws-'));
    aws = await startLocalAws({ port: 0, ministack, dataFolder: folder, logger });
    account = new LocalAccount(aws);
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const logOf = (name: string, text: string) =>
    eventually(`"${text}" in the log of ${name}`, async () => {
      const input = { logGroupName: `/aws/lambda/${name}` };
      const { events } = await account.json('logs', 'FilterLogEvents', input).catch(() => ({ events: [] }));
      const messages = (Array.isArray(events) ? events : []).map((event) => String(isObject(event) && event.message));
      return messages.find((message) => message.includes(text));
    });

  const invoke = (name: string, event: object, credentials = { accessKeyId: 'test', secretAccessKey: 'test' }) =>
    account.client.rest(
      {
        service: 'lambda',
        method: 'POST',
        path: `/2015-03-31/functions/${name}/invocations`,
        headers: { 'x-amz-log-type': 'Tail' },
        body: JSON.stringify(event),
      },
      credentials,
    );

  test('runs a deployed function, and shows its log', async () => {
    await account.fn('collector', COLLECTOR, {});
    const { headers, body } = await invoke('collector', { a: 1 });
    expect(JSON.parse(body.toString())).toEqual({ saw: { a: 1 } });
    expect(Buffer.from(String(headers['x-amz-log-result']), 'base64').toString()).toContain('REPORT RequestId:');
    expect(await logOf('collector', 'got {')).toContain('INFO');
  });

  test("answers a function's error with its name, and an unknown function with Lambda's error", async () => {
    const { headers, body } = await invoke('collector', { fail: true });
    expect(headers['x-amz-function-error']).toBe('Unhandled');
    expect(JSON.parse(body.toString())).toMatchObject({ errorType: 'VersionConflict' });
    await expect(invoke('nobody', {})).rejects.toMatchObject({ code: 'ResourceNotFoundException', statusCode: 404 });
  });

  test('takes new code and new variables at the next invocation', async () => {
    await account.fn('changing', "exports.handler = async () => process.env.MARK ?? 'none';", {});
    expect((await invoke('changing', {})).body.toString()).toBe('"none"');
    await account.lambda('PUT', '/2015-03-31/functions/changing/configuration', {
      Environment: { Variables: { MARK: 'set' } },
    });
    expect((await invoke('changing', {})).body.toString()).toBe('"set"');
  });

  test('versions are code and variables of their own, and an alias leads to one of them', async () => {
    const path = '/2015-03-31/functions/released';
    const zip = (text: string) => Buffer.from(zipSync({ 'index.js': strToU8(text) })).toString('base64');
    const source = (text: string) => `exports.handler = async () => '${text} ' + process.env.MARK;`;
    const said = async (reference: string) => (await invoke(reference, {})).body.toString();
    await account.fn('released', source('old'), { Environment: { Variables: { MARK: 'a' } }, Publish: true });
    await account.lambda('POST', `${path}/aliases`, { Name: 'live', FunctionVersion: '1' });
    // Nobody has run version 1 before the newer code comes.
    await account.lambda('PUT', `${path}/code`, { ZipFile: zip(source('new')) });
    await account.lambda('PUT', `${path}/configuration`, { Environment: { Variables: { MARK: 'b' } } });
    expect([await said('released:live'), await said('released')]).toEqual(['"old a"', '"new b"']);
    await account.lambda('POST', `${path}/versions`, {});
    await account.lambda('PUT', `${path}/aliases/live`, { FunctionVersion: '2' });
    expect([await said('released:live'), await said('released:1')]).toEqual(['"new b"', '"old a"']);
    await expect(account.lambda('DELETE', `${path}?Qualifier=2`)).rejects.toMatchObject({ statusCode: 409 });
    await account.lambda('DELETE', `${path}?Qualifier=1`);
    await expect(said('released:1')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  test('a role that may invoke an alias may neither invoke a version nor the function itself', async () => {
    const fn = account.arn('lambda', 'function:released');
    const role = await account.role('alias-caller', 'lambda.amazonaws.com', [
      ['lambda:InvokeFunction'],
      [`${fn}:live`],
    ]);
    const credentials = await account.assume(role);
    expect((await invoke('released:live', {}, credentials)).statusCode).toBe(200);
    for (const reference of ['released', 'released:2']) {
      await expect(invoke(reference, {}, credentials)).rejects.toMatchObject({ code: 'AccessDeniedException' });
    }
  });

  test('a role that may start an alias may neither start a version nor the state machine itself', async () => {
    const stateMachineArn = account.arn('states', 'stateMachine:released');
    const definition = JSON.stringify({ StartAt: 'p', States: { p: { Type: 'Pass', End: true } } });
    const roleArn = await account.role('released-machine', 'states.amazonaws.com');
    const created = await account.states('CreateStateMachine', {
      name: 'released',
      roleArn,
      definition,
      publish: true,
    });
    await account.states('CreateStateMachineAlias', {
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn: String(created.stateMachineVersionArn), weight: 100 }],
    });
    const live = { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } };
    const role = await account.role('alias-starter', 'lambda.amazonaws.com', [
      ['states:StartExecution'],
      [stateMachineArn],
      live,
    ]);
    const credentials = await account.assume(role);
    const start = (arn: string) => account.states('StartExecution', { stateMachineArn: arn }, credentials);
    expect(await start(`${stateMachineArn}:live`)).toMatchObject({
      executionArn: expect.stringContaining('released:'),
    });
    for (const arn of [stateMachineArn, `${stateMachineArn}:1`]) {
      await expect(start(arn)).rejects.toMatchObject({ code: 'AccessDeniedException' });
    }
  });

  test('a role may do what its policy says, until the policy changes', async () => {
    const fn = account.arn('lambda', 'function:collector');
    const role = await account.role('caller', 'lambda.amazonaws.com', [['lambda:InvokeFunction'], [fn]]);
    const credentials = await account.assume(role);
    expect((await invoke('collector', {}, credentials)).statusCode).toBe(200);
    await account.grant('caller', [['lambda:InvokeFunction'], [`${fn}-other`]]);
    await expect(invoke('collector', {}, credentials)).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringContaining(
        `is not authorized to perform: lambda:InvokeFunction on resource: ${fn} because`,
      ),
    });
    await expect(account.states('ListStateMachines', {}, credentials)).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
  });

  describe('a state machine', () => {
    const machine = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:orders';
    const failed = 'arn:aws:events:ap-northeast-1:000000000000:rule/orders-failed';

    beforeAll(async () => {
      const fn = account.arn('lambda', 'function:worker');
      await account.fn('worker', COLLECTOR, {});
      const invoke: Grant = [['lambda:InvokeFunction'], [fn]];
      const roleArn = await account.role('orders', 'states.amazonaws.com', invoke, [[...LOG_DELIVERY_ACTIONS], ['*']]);
      const States = {
        work: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: fn, Payload: '{% $states.input %}' },
          Output: '{% $states.result.Payload %}',
          End: true,
        },
      };
      await account.json('logs', 'CreateLogGroup', { logGroupName: '/aws/vendedlogs/states/orders' });
      await account.states('CreateStateMachine', {
        name: 'orders',
        roleArn,
        definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'work', States }),
        loggingConfiguration: {
          level: 'ALL',
          includeExecutionData: true,
          destinations: [
            {
              cloudWatchLogsLogGroup: {
                logGroupArn: `${account.arn('logs', 'log-group:/aws/vendedlogs/states/orders')}:*`,
              },
            },
          ],
        },
      });
      await account.json('events', 'PutRule', {
        Name: 'orders-failed',
        EventPattern: JSON.stringify({
          source: ['aws.states'],
          detail: { status: ['FAILED'], stateMachineArn: [machine] },
        }),
      });
      await account.json('events', 'PutTargets', { Rule: 'orders-failed', Targets: [{ Id: '1', Arn: fn }] });
      await account.lambda('POST', '/2015-03-31/functions/worker/policy', {
        StatementId: 'events',
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: failed,
      });
    });

    const run = async (name: string, input: object) => {
      const { executionArn } = await account.states('StartExecution', {
        stateMachineArn: machine,
        name,
        input: JSON.stringify(input),
      });
      return eventually(`the end of ${name}`, async () => {
        const execution = await account.states('DescribeExecution', { executionArn: executionArn ?? '' });
        return execution.status === 'RUNNING' ? undefined : execution;
      });
    };

    test('runs functions as its role, and logs', async () => {
      expect(await run('good', { a: 1 })).toMatchObject({ status: 'SUCCEEDED', output: '{"saw":{"a":1}}' });
      await eventually('the execution log', async () => {
        const { events } = await account.json('logs', 'FilterLogEvents', {
          logGroupName: '/aws/vendedlogs/states/orders',
        });
        return JSON.stringify(events).includes('ExecutionSucceeded') ? true : undefined;
      });
    });

    test("fails with the function's error, which reaches the rule's function", async () => {
      expect(await run('bad', { fail: true })).toMatchObject({ status: 'FAILED', error: 'VersionConflict' });
      expect(await logOf('worker', 'Step Functions Execution Status Change')).toContain('execution:orders:bad');
    });

    test('fails when its role may not invoke', async () => {
      await account.grant('orders', [
        ['lambda:InvokeFunction'],
        ['arn:aws:lambda:ap-northeast-1:000000000000:function:x'],
      ]);
      expect(await run('denied', {})).toMatchObject({
        status: 'FAILED',
        error: 'Lambda.AWSLambdaException',
        cause: expect.stringContaining('not authorized to perform: lambda:InvokeFunction'),
      });
    });
  });

  describe('event source mappings', () => {
    test('a stream reaches its function; what fails for good is told to the destination', async () => {
      await account.json('dynamodb', 'CreateTable', {
        TableName: 'commands',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      });
      const { Table } = await account.json('dynamodb', 'DescribeTable', { TableName: 'commands' });
      const stream = String((Table as { LatestStreamArn?: string }).LatestStreamArn);
      const { QueueUrl } = await account.json('sqs', 'CreateQueue', { QueueName: 'failures' });
      const failures = account.arn('sqs', 'failures');
      await account.fn('reader', COLLECTOR, {});
      const settings = {
        EventSourceArn: stream,
        StartingPosition: 'TRIM_HORIZON',
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: failures } },
      };
      const request = { ...settings, FunctionName: 'reader' };
      await expect(account.lambda('POST', '/2015-03-31/event-source-mappings', request)).rejects.toMatchObject({
        code: 'InvalidParameterValueException',
        message: expect.stringContaining('Please ensure the role can perform the GetRecords'),
      });
      const read = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
        (name) => `dynamodb:${name}`,
      );
      await account.grant(
        'reader',
        [read, [stream]],
        [['sqs:SendMessage'], [failures]],
        [['logs:*'], [account.arn('logs', 'log-group:/aws/lambda/reader:*')]],
      );
      const created = await account.lambda('POST', '/2015-03-31/event-source-mappings', request);
      expect(created).toMatchObject({ State: 'Creating', BatchSize: 100, MaximumRetryAttempts: 0 });
      const path = `/2015-03-31/event-source-mappings/${created.UUID}`;
      expect(await account.lambda('GET', path)).toMatchObject({ ...settings, State: 'Enabled' });

      const put = (pk: string) =>
        account.json('dynamodb', 'PutItem', { TableName: 'commands', Item: { pk: { S: pk } } });
      for (const pk of ['one', 'poison', 'two']) await put(pk);
      const record = await logOf('reader', '{"S":"two"}');
      expect(record).toContain('eventSourceARN');
      const message = await eventually('the record of the poison', async () => {
        const { Messages } = await account.json('sqs', 'ReceiveMessage', { QueueUrl });
        return Array.isArray(Messages) ? JSON.stringify(Messages[0]) : undefined;
      });
      expect(message).toContain('RetryAttemptsExhausted');
      expect(await account.lambda('DELETE', path)).toMatchObject({ State: 'Deleting' });
      await expect(account.lambda('GET', path)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    });

    test('a queue reaches its function, and is emptied', async () => {
      const { QueueUrl } = await account.json('sqs', 'CreateQueue', { QueueName: 'work' });
      const queue = account.arn('sqs', 'work');
      const read = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
      await account.fn('queue-reader', COLLECTOR, {}, [read, [queue]]);
      await account.lambda('POST', '/2015-03-31/event-source-mappings', {
        EventSourceArn: queue,
        FunctionName: 'queue-reader',
      });
      await account.json('sqs', 'SendMessage', { QueueUrl, MessageBody: 'work to do' });
      expect(await logOf('queue-reader', 'work to do')).toContain('aws:sqs');
      await eventually('an empty queue', async () => {
        const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
        const { Attributes } = await account.json('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames });
        return Object.values(Attributes ?? {}).every((count) => count === '0') ? true : undefined;
      });
    });
  });

  test('a port in use is an error, and leaves nothing running', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const options = { port, ministack, dataFolder: join(folder, 'second'), logger };
    await expect(startLocalAws(options)).rejects.toThrow(`Port ${port} on 127.0.0.1 is already in use`);
    await new Promise((done) => other.close(done));
  });

  test('a missing MiniStack is an error that says where it was looked for', async () => {
    const options = { port: 0, ministack: join(folder, 'none'), dataFolder: join(folder, 'third'), logger };
    await expect(startLocalAws(options)).rejects.toThrow(`There is no MiniStack at ${join(folder, 'none')}.`);
  });

  test('after the stop nothing answers, and a file says which rights roles have used', async () => {
    const rightsFile = join(folder, 'rights.json');
    const second = await startLocalAws({ port: 0, ministack, dataFolder: join(folder, 'fourth'), logger, rightsFile });
    const there = new LocalAccount(second);
    await there.json('sqs', 'CreateQueue', { QueueName: 'jobs' });
    const [jobs, others] = ['jobs', 'others-*'].map((name) => there.arn('sqs', name));
    const own = ['sqs:SendMessage', 'sqs:GetQueueUrl'];
    const role = await there.role(
      'user',
      'lambda.amazonaws.com',
      [own, [`${jobs}`, `${others}`]],
      [['states:*'], ['*']],
    );
    const credentials = await there.assume(role);
    await there.client.json('sqs', 'GetQueueUrl', { QueueName: 'jobs' }, credentials);
    await there.states('ListStateMachines', {}, credentials);
    await second.stop();
    await second.stop();
    await expect(fetch(second.endpoint)).rejects.toThrow();
    const right = (action: string, resource: string | undefined, used: boolean) => ({
      role: 'user',
      action,
      resource,
      used,
    });
    expect(JSON.parse(readFileSync(rightsFile, 'utf8'))).toEqual([
      right('sqs:GetQueueUrl', jobs, true),
      right('sqs:GetQueueUrl', others, false),
      right('sqs:SendMessage', jobs, false),
      right('sqs:SendMessage', others, false),
      right('states:*', '*', true),
    ]);
  });
});
