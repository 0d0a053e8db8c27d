import { beforeEach, expect, test } from '@jest/globals';
import type { AwsClient, RestRequest } from '../aws/client';
import { AwsError } from '../aws/error';
import type { CodeStore } from './code-store';
import { Functions } from './functions';

let asked: RestRequest[];
let policy: string | undefined;
let configuration: object | undefined;
let unpacked: string[];
let functions: Functions;

beforeEach(() => {
  asked = [];
  policy = '{"Statement":[]}';
  configuration = undefined;
  unpacked = [];
  const rest = async (request: RestRequest) => {
    asked.push(request);
    if (configuration && !request.path.endsWith('/policy')) {
      const found = { Configuration: configuration, Code: { Location: 'http://code' } };
      return { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify(found)) };
    }
    if (policy === undefined)
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    return { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify({ Policy: policy })) };
  };
  const unpack = async (sha256: string) => {
    unpacked.push(sha256);
    return sha256;
  };
  functions = new Functions({ rest } as unknown as AwsClient, { unpack } as unknown as CodeStore);
});

test('the policy of a function is kept until a write of the Lambda API', async () => {
  expect([await functions.policy('f'), await functions.policy('f')]).toEqual([policy, policy]);
  expect(asked).toHaveLength(1);
  policy = undefined;
  await functions.changed({});
  expect(await functions.policy('f')).toBeUndefined();
});

test('an alias has a policy of its own', async () => {
  await functions.policy('f', 'live');
  expect(asked).toMatchObject([{ path: '/2015-03-31/functions/f/policy', query: { Qualifier: 'live' } }]);
});

test('code is taken as it comes, before other code can come; a write without code takes none', async () => {
  configuration = { FunctionName: 'f', FunctionArn: 'arn:aws:lambda:r:0:function:f', CodeSha256: 'one' };
  await functions.changed({ FunctionName: 'f', CodeSha256: 'one' });
  expect(unpacked).toEqual(['one']);
  await functions.changed({ FunctionName: 'f' });
  expect(unpacked).toEqual(['one']);
});

test('code that cannot be taken fails no write', async () => {
  await expect(functions.changed({ FunctionName: 'gone', CodeSha256: 'one' })).resolves.toBeUndefined();
});
