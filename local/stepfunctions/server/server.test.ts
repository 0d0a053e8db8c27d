import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ROLE, TestEngine } from '../testing/engine';
import { LARGEST_REQUEST } from './protocol';
import { StepFunctionsServer } from './server';

let server: StepFunctionsServer;
beforeEach(async () => {
  server = await StepFunctionsServer.listen(0);
});
afterEach(() => server.close());

interface Answer {
  status: number;
  body: { [member: string]: unknown };
}

async function call(target: string | undefined, body: string, more: RequestInit = {}): Promise<Answer> {
  const headers = { 'content-type': 'application/x-amz-json-1.0', ...(target ? { 'x-amz-target': target } : {}) };
  const response = await fetch(server.url, { method: 'POST', headers, body, ...more });
  expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}
const operation = (name: string, input: object) => call(`AWSStepFunctions.${name}`, JSON.stringify(input));

describe('requests', () => {
  beforeEach(() => server.open(new TestEngine().service));

  test('reach the engine, and are answered by it', async () => {
    const definition = JSON.stringify({ StartAt: 'a', States: { a: { Type: 'Pass', End: true } } });
    const created = await operation('CreateStateMachine', { name: 'machine', definition, roleArn: ROLE });
    expect(created).toMatchObject({ status: 200, body: { stateMachineArn: expect.stringMatching(/:machine$/) } });
    const described = await operation('DescribeStateMachine', { stateMachineArn: created.body.stateMachineArn });
    expect(described.body).toMatchObject({ definition, roleArn: ROLE, creationDate: 1_767_225_600 });
  });

  test("are refused with the engine's errors", async () => {
    expect(await operation('DescribeExecution', { executionArn: 'x' })).toEqual({
      status: 400,
      body: { __type: 'InvalidArn', message: "Invalid Arn: 'Invalid ARN prefix: x'" },
    });
  });

  test.each([
    ['AWSStepFunctions.Nothing', 'AWS Step Functions has no operation Nothing.'],
    ['DynamoDB_20120810.GetItem', "AWSStepFunctions.<operation>; not 'DynamoDB_20120810.GetItem'"],
    [undefined, 'AWSStepFunctions.<operation>; it is missing'],
  ])('for the target %s are refused', async (target, message) => {
    expect(await call(target, '{}')).toEqual({
      status: 400,
      body: { __type: 'UnknownOperationException', message: expect.stringContaining(message) },
    });
  });

  test.each(['{"a":', 'text', '[]', 'null', '1'])('with the body %s are refused', async (body) => {
    expect(await call('AWSStepFunctions.ListStateMachines', body)).toEqual({
      status: 400,
      body: { __type: 'SerializationException', message: expect.stringMatching(/^The body /) },
    });
  });

  test('nested 200,000 levels deep are refused', async () => {
    const body = `{"maxResults":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(await call('AWSStepFunctions.ListStateMachines', body)).toEqual({
      status: 400,
      body: { __type: 'SerializationException', message: 'The body has more than 1000 levels of nesting.' },
    });
  });

  test('without a body are those with an empty one', async () => {
    expect(await call('AWSStepFunctions.ListStateMachines', '')).toEqual({ status: 200, body: { stateMachines: [] } });
  });

  test('that are too large are refused, whole', async () => {
    const padding = 'x'.repeat(LARGEST_REQUEST);
    expect(await operation('ListStateMachines', { padding })).toEqual({
      status: 413,
      body: { __type: 'RequestEntityTooLargeException', message: expect.stringContaining('it may have 1048576') },
    });
  });

  test('that are no POST are refused', async () => {
    const response = await fetch(server.url, { headers: { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' } });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' });
  });

  test.each([
    ['StartExecution', { 'x-amzn-trace-id': 'Root=header' }, 'Root=header'],
    ['StartSyncExecution', { 'x-amzn-trace-id': 'Root=header' }, 'Root=header'],
    ['StartExecution', {}, 'Root=body'],
    ['DescribeExecution', { 'x-amzn-trace-id': 'Root=header' }, 'Root=body'],
  ])('of %s with %j have the trace header %s', async (name, more, expected) => {
    let traceHeader: unknown;
    server.open({
      handle: async (_, input) => {
        ({ traceHeader } = input as { traceHeader: unknown });
      },
    });
    const headers = { 'x-amz-target': `AWSStepFunctions.${name}`, ...more };
    await fetch(server.url, { method: 'POST', headers, body: '{"traceHeader":"Root=body"}' });
    expect(traceHeader).toBe(expected);
  });

  test('to the host sync-… are served as well', async () => {
    const { port } = new URL(server.url);
    const lines = [
      'POST / HTTP/1.1',
      `Host: sync-localhost:${port}`,
      'X-Amz-Target: AWSStepFunctions.ListStateMachines',
    ];
    const socket = connect(Number(port), '127.0.0.1');
    socket.write([...lines, 'Content-Length: 2', 'Connection: close', '', '{}'].join('\r\n'));
    let answer = '';
    for await (const piece of socket) answer += String(piece);
    expect(answer).toContain('HTTP/1.1 200 OK');
  });
});

test('a worker whose connection is closed is given no task', async () => {
  const { service } = new TestEngine();
  let polling: (signal: AbortSignal | undefined) => void = () => {};
  const polled = new Promise<AbortSignal | undefined>((resolve) => {
    polling = resolve;
  });
  server.open({
    handle: (name, input, caller) => {
      if (name === 'GetActivityTask') polling(caller?.signal);
      return service.handle(name, input, caller);
    },
  });
  const { activityArn } = (await operation('CreateActivity', { name: 'work' })).body;
  const worker = new AbortController();
  const headers = { 'x-amz-target': 'AWSStepFunctions.GetActivityTask' };
  const body = JSON.stringify({ activityArn });
  const answer = fetch(server.url, { method: 'POST', headers, body, signal: worker.signal });
  const signal = await polled;
  const gone = new Promise((resolve) => signal?.addEventListener('abort', resolve));
  worker.abort();
  await expect(answer).rejects.toThrow('aborted');
  await gone;

  const definition = JSON.stringify({
    StartAt: 'work',
    States: { work: { Type: 'Task', Resource: activityArn, End: true } },
  });
  const { stateMachineArn } = (await operation('CreateStateMachine', { name: 'm', definition, roleArn: ROLE })).body;
  await operation('StartExecution', { stateMachineArn });
  expect((await operation('GetActivityTask', { activityArn })).body).toHaveProperty('taskToken');
});

test('a fault of the engine is an InternalFailure', async () => {
  server.open({ handle: () => Promise.reject(new Error('broken')) });
  expect(await operation('ListStateMachines', {})).toEqual({
    status: 500,
    body: { __type: 'InternalFailure', message: expect.stringContaining('broken') },
  });
});

test('before the engine is there, requests are told so', async () => {
  expect(await operation('ListStateMachines', {})).toEqual({
    status: 503,
    body: { __type: 'ServiceUnavailable', message: 'Step Functions is still starting' },
  });
});

test('a port that is in use is an error that says what to do', async () => {
  const { port } = new URL(server.url);
  await expect(StepFunctionsServer.listen(Number(port))).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is already in use.`,
  );
});

test('the server listens on 127.0.0.1 only', () => {
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
