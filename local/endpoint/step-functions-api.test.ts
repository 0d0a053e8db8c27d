import { expect, test } from '@jest/globals';
import type { Authorizer } from '../identity/authorizer';
import { roleCaller } from '../identity/caller';
import type { StepFunctions } from '../stepfunctions';
import type { LocalRequest } from './http';
import { StepFunctionsApi } from './step-functions-api';
import { TaskTokens } from './task-tokens';

const machine = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:m';
const execution = 'arn:aws:states:ap-northeast-1:000000000000:execution:m:name';
const KNOWN = Buffer.from(JSON.stringify([execution, 0, 1, 'secret'])).toString('base64');

function api() {
  const asked: string[] = [];
  const handled: string[] = [];
  const signals: unknown[] = [];
  const inputs: unknown[] = [];
  const taskTokens = new TaskTokens();
  const tested = new StepFunctionsApi({
    engine: {
      handle: async (operation: string, input: unknown, caller: { signal: AbortSignal }) => {
        handled.push(operation);
        signals.push(caller.signal);
        inputs.push(input);
        return operation === 'GetActivityTask' ? { taskToken: 'fetched', input: '{}' } : {};
      },
    } as unknown as StepFunctions,
    sessions: { identify: () => roleCaller('arn:aws:iam::000000000000:role/r', 's') },
    authorizer: {
      authorize: async (_caller: unknown, action: string, resource: string) => void asked.push(`${action} ${resource}`),
    } as unknown as Authorizer,
    region: 'ap-northeast-1',
    accountId: '000000000000',
    taskTokens,
  });
  const { signal } = new AbortController();
  const call = (operation: string, body: string, headers: LocalRequest['headers'] = {}) =>
    tested.handle(operation, {
      method: 'POST',
      url: '/',
      path: '/',
      query: new URLSearchParams(),
      headers,
      body: Buffer.from(body),
      signal,
    });
  return { asked, handled, inputs, signals, signal, call };
}

test.each([
  ['StartExecution', { stateMachineArn: machine, name: 'n' }, machine],
  ['DescribeExecution', { executionArn: 'arn:execution' }, 'arn:execution'],
  ['ListTagsForResource', { resourceArn: machine }, machine],
  ['SendTaskSuccess', { taskToken: KNOWN, output: '{}' }, machine],
  ['CreateStateMachine', { name: 'm' }, machine],
  ['ListStateMachines', {}, '*'],
])('%s asks for the permission on what it touches', async (operation, input, resource) => {
  const { asked, handled, call } = api();
  await call(operation, JSON.stringify(input));
  expect(asked).toEqual([`states:${operation} ${resource}`]);
  expect(handled).toEqual([operation]);
});

test('an unknown token is left to the engine', async () => {
  const { asked, handled, call } = api();
  await call('SendTaskSuccess', '{"taskToken":"unknown"}');
  expect([asked, handled]).toEqual([[], ['SendTaskSuccess']]);
});

test('a token that a worker has fetched is asked for on its activity', async () => {
  const { asked, call } = api();
  const activityArn = 'arn:aws:states:ap-northeast-1:000000000000:activity:a';
  await call('GetActivityTask', JSON.stringify({ activityArn }));
  await call('SendTaskSuccess', '{"taskToken":"fetched","output":"1"}');
  expect(asked).toEqual([`states:GetActivityTask ${activityArn}`, `states:SendTaskSuccess ${activityArn}`]);
});

test('the engine hears when the caller has gone away', async () => {
  const { signals, signal, call } = api();
  await call('GetActivityTask', '{}');
  expect(signals).toEqual([signal]);
});

test('the trace header of HTTP goes before that of the body', async () => {
  const { inputs, call } = api();
  await call('StartExecution', '{"traceHeader":"body"}', { 'x-amzn-trace-id': 'header' });
  expect(inputs).toEqual([{ traceHeader: 'header' }]);
});

test('a body that is no JSON object is refused', async () => {
  const { call } = api();
  await expect(call('StartExecution', '[]')).rejects.toMatchObject({ code: 'SerializationException' });
  await expect(call('StartExecution', 'x')).rejects.toMatchObject({ code: 'SerializationException' });
});
