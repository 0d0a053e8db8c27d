import { expect, test } from '@jest/globals';
import type { Authorizer } from '../identity/authorizer';
import { roleCaller } from '../identity/caller';
import type { StepFunctions } from '../stepfunctions';
import { StepFunctionsApi } from './step-functions-api';

const machine = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:m';

function api() {
  const asked: string[] = [];
  const handled: string[] = [];
  const tested = new StepFunctionsApi({
    engine: { handle: async (operation: string) => void handled.push(operation) } as unknown as StepFunctions,
    sessions: { identify: () => roleCaller('arn:aws:iam::000000000000:role/r', 's') },
    authorizer: {
      authorize: async (_caller: unknown, action: string, resource: string) => void asked.push(`${action} ${resource}`),
    } as unknown as Authorizer,
    region: 'ap-northeast-1',
    accountId: '000000000000',
    machineOfToken: (token) => (token === 'known' ? machine : undefined),
  });
  const call = (operation: string, body: string) =>
    tested.handle(operation, {
      method: 'POST',
      url: '/',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.from(body),
    });
  return { asked, handled, call };
}

test.each([
  ['StartExecution', { stateMachineArn: machine, name: 'n' }, machine],
  ['DescribeExecution', { executionArn: 'arn:execution' }, 'arn:execution'],
  ['ListTagsForResource', { resourceArn: machine }, machine],
  ['SendTaskSuccess', { taskToken: 'known', output: '{}' }, machine],
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

test('a body that is no JSON object is refused', async () => {
  const { call } = api();
  await expect(call('StartExecution', '[]')).rejects.toMatchObject({ code: 'SerializationException' });
  await expect(call('StartExecution', 'x')).rejects.toMatchObject({ code: 'SerializationException' });
});
