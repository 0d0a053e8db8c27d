import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { JsonObject } from '@blueprint/local/stepfunctions';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const root = join(__dirname, '../..');
const roleArn = 'arn:aws:iam::000000000000:role/machine';
let folder: string;
const processes: ChildProcess[] = [];
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepfunctions-'));
});
afterEach(() => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A process of the script, and what it has said. */
interface Running {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
}

function run(...argv: string[]): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/stepfunctions.ts', ...argv], { cwd: root });
  processes.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => (text += piece.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, said: () => text, ended };
}

/** Serves until it is ended. */
async function serve(
  ...argv: string[]
): Promise<Running & { call: (operation: string, input: object) => Promise<Answer> }> {
  const running = run('--port', '0', ...argv);
  const url = await new Promise<string>((resolve, reject) => {
    running.child.stdout?.on('data', () => {
      const said = /http:\/\/127\.0\.0\.1:\d+/.exec(running.said())?.[0];
      if (said && running.said().includes('Ctrl-C')) resolve(said);
    });
    void running.ended.then(() => reject(new Error(running.said())));
  });
  const call = async (operation: string, input: object) => {
    const headers = { 'x-amz-target': `AWSStepFunctions.${operation}` };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
    return (await response.json()) as Answer;
  };
  return { ...running, call };
}

interface Answer {
  [member: string]: unknown;
  executionArn: string;
  stateMachineArn: string;
  taskToken: string;
}

const ANSWERS: { [operation: string]: string } = {
  DescribeLogGroups: '{"logGroups":[{"logGroupName":"machine"}]}',
  PutEvents: '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"NotAuthorizedForSourceException","ErrorMessage":"No."}]}',
};

/** An AWS that answers calls of Lambda when it is told to, has one log group, and takes whatever else it is given. */
async function endpoint(answers: () => boolean = () => true) {
  const invocations: string[] = [];
  const others: { operation: string; input: JsonObject }[] = [];
  let noticed = () => {};
  const invoked = new Promise<void>((resolve) => {
    noticed = resolve;
  });
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url?.endsWith('/invocations')) {
      invocations.push(request.url);
      noticed();
      if (answers()) response.end('{"from":"lambda"}');
      return;
    }
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    others.push({ operation, input: JSON.parse(body) });
    response.end(ANSWERS[operation] ?? '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  servers.push(server);
  const port = typeof address === 'object' ? address?.port : 0;
  return { invocations, others, invoked, url: `http://127.0.0.1:${port}` };
}

describe('npm run stepfunctions', () => {
  test('goes on after a kill -9: with its executions, tokens and tags, and calls again what had not answered', async () => {
    let answering = false;
    const { url, invocations, invoked } = await endpoint(() => answering);
    const options = ['--data', folder, '--endpoint', url];
    const first = await serve(...options);
    const { activityArn } = await first.call('CreateActivity', { name: 'work' });
    const definition = JSON.stringify({
      StartAt: 'both',
      States: {
        both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'a', States: { a: { Type: 'Task', Resource: activityArn, End: true } } },
            {
              StartAt: 'f',
              States: {
                f: { Type: 'Task', Resource: 'arn:aws:lambda:ap-northeast-1:000000000000:function:f', End: true },
              },
            },
          ],
          End: true,
        },
      },
    });
    const tags = [{ key: 'team', value: 'orders' }];
    const { stateMachineArn } = await first.call('CreateStateMachine', { name: 'm', definition, roleArn, tags });
    const { executionArn } = await first.call('StartExecution', { stateMachineArn, name: 'run' });
    const { taskToken } = await first.call('GetActivityTask', { activityArn });
    await invoked;
    first.child.kill('SIGKILL');
    await first.ended;

    answering = true;
    const second = await serve(...options);
    expect(await second.call('ListTagsForResource', { resourceArn: stateMachineArn })).toEqual({ tags });
    expect(await second.call('SendTaskSuccess', { taskToken, output: '"done"' })).toEqual({});
    let described = await second.call('DescribeExecution', { executionArn });
    while (described.status === 'RUNNING') described = await second.call('DescribeExecution', { executionArn });
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '["done",{"from":"lambda"}]' });
    expect(invocations).toEqual(Array(2).fill('/2015-03-31/functions/f/invocations'));
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);

    const inspection = run('--data', folder, '--inspect', executionArn);
    expect(await inspection.ended).toBe(0);
    expect(inspection.said()).toContain(
      'thread 1 in /States/both/Branches[0]/States/a (index 0 of thread 0): waits for task',
    );
    expect(inspection.said()).toMatch(/tokenReturned .*: SUCCEEDED\n {2}\+ \d+ ActivitySucceeded/);
  });

  test('tells the endpoint of executions: log, status changes, metrics', async () => {
    const { url, others } = await endpoint();
    const { child, call, ended, said } = await serve('--endpoint', url);
    const logGroup = (name: string) => `arn:aws:logs:ap-northeast-1:000000000000:log-group:${name}:*`;
    const machine = (name: string) => ({
      name: 'm',
      definition: JSON.stringify({ StartAt: 'p', States: { p: { Type: 'Pass', End: true } } }),
      roleArn,
      loggingConfiguration: {
        level: 'ALL',
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup(name) } }],
      },
    });
    expect(await call('CreateStateMachine', machine('none'))).toMatchObject({
      __type: 'InvalidLoggingConfiguration',
      message: 'Invalid Logging Configuration: Log Destination not found.',
    });
    const { stateMachineArn } = await call('CreateStateMachine', machine('machine'));
    const { executionArn } = await call('StartExecution', { stateMachineArn });
    child.kill('SIGINT');
    expect(await ended).toBe(0);

    const told = (operation: string) => others.filter((other) => other.operation === operation);
    const statuses = told('PutEvents').map(({ input }) => (input.Entries as JsonObject[])[0]?.Detail);
    expect(statuses.map((detail) => JSON.parse(String(detail)))).toEqual([
      expect.objectContaining({ executionArn, status: 'RUNNING' }),
      expect.objectContaining({ executionArn, status: 'SUCCEEDED' }),
    ]);
    expect(said().match(/do not reach EventBridge: NotAuthorizedForSourceException No\./g)).toHaveLength(1);
    const [log] = told('PutLogEvents');
    expect(log?.input).toMatchObject({ logGroupName: 'machine', logEvents: { length: 4 } });
    expect(told('PutMetricData').map(({ input }) => input.Namespace)).toEqual(['AWS/States']);
  });

  test('checks mocked results by the models of the services, without an endpoint too', async () => {
    const { call } = await serve();
    const definition = JSON.stringify({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true });
    const test = (result: object) =>
      call('TestState', { definition, roleArn, input: '{}', mock: { result: JSON.stringify(result) } });
    expect(await test({ MessageId: 'm', MD5OfMessageBody: 'x' })).toMatchObject({ status: 'SUCCEEDED' });
    expect(await test({ MessageId: 1 })).toMatchObject({
      __type: 'ValidationException',
      message: "Mock result schema validation error: Field 'MessageId' must be a string",
    });
  });

  test('without an endpoint refuses Tasks on services by their names', async () => {
    const { call } = await serve();
    const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true };
    const definition = JSON.stringify({ StartAt: 't', States: { t: task } });
    expect(await call('CreateStateMachine', { name: 'm', definition, roleArn })).toMatchObject({
      __type: 'InvalidDefinition',
      message: expect.stringContaining('arn:aws:states:::sqs:sendMessage'),
    });
  });

  test('says what is wrong with a port, a folder, a file', async () => {
    const first = await serve('--data', folder);
    const port = /:(\d+)/.exec(first.said())?.[1] ?? '';
    const file = join(folder, 'file');
    writeFileSync(file, 'text');
    const refused: [string[], string][] = [
      [['--port', port], `Port ${port} on 127.0.0.1 is already in use.`],
      [['--port', '0', '--data', folder], `is used by the process ${first.child.pid}`],
      [['--port', '0', '--data', file], `The folder ${file} cannot be used for data`],
      [['--port', '0', '--mock-config', file], `The mock configuration ${file} cannot be read`],
      [['--data', join(folder, 'none'), '--inspect', 'arn'], `The folder ${join(folder, 'none')} has no journal`],
      [['--poort', '1'], "Unknown option '--poort'"],
    ];
    for (const [argv, message] of refused) {
      const { ended, said } = run(...argv);
      expect([await ended, said()]).toEqual([1, expect.stringContaining(message)]);
    }
  });
});
