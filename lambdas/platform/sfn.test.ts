import '../fakes/environment';
import { type SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, expect, jest, test } from '@jest/globals';
import { STATE_MACHINE_ARN } from '../fakes/environment';

afterEach(() => {
  delete process.env.AWS_ENDPOINT_URL;
  delete process.env.AWS_ENDPOINT_URL_SFN;
});

/** The client of a function with these variables. */
function clientOf(variables: Readonly<Record<string, string>>): SFNClient {
  Object.assign(process.env, variables);
  let client: SFNClient | undefined;
  jest.isolateModules(() => {
    client = (require('./sfn') as typeof import('./sfn')).sfn;
  });
  if (client === undefined) throw new Error('the module was not loaded');
  return client;
}

/** The host that it asks to run a synchronous execution. */
async function hostOf(client: SFNClient): Promise<string> {
  let host = '';
  client.middlewareStack.add(
    () => async (args) => {
      host = (args.request as { hostname: string }).hostname; // the client speaks HTTP and nothing else
      throw new Error('nothing is sent');
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  const start = new StartSyncExecutionCommand({ stateMachineArn: STATE_MACHINE_ARN, input: '{}' });
  await expect(client.send(start)).rejects.toThrow('nothing is sent');
  return host;
}

test('on AWS, synchronous executions have a host of their own', async () => {
  expect(await hostOf(clientOf({}))).toBe('sync-states.ap-northeast-1.amazonaws.com');
});

test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_SFN'])('the host that %s names is left as it is', async (variable) => {
  expect(await hostOf(clientOf({ [variable]: 'http://127.0.0.1:4566' }))).toBe('127.0.0.1');
});
