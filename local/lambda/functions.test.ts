import { beforeEach, expect, test } from '@jest/globals';
import type { AwsClient, RestRequest } from '../aws/client';
import { AwsError } from '../aws/error';
import type { CodeStore } from './code-store';
import { Functions } from './functions';

let asked: RestRequest[];
let policy: string | undefined;
let functions: Functions;

beforeEach(() => {
  asked = [];
  policy = '{"Statement":[]}';
  const rest = async (request: RestRequest) => {
    asked.push(request);
    if (policy === undefined)
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    return { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify({ Policy: policy })) };
  };
  functions = new Functions({ rest } as unknown as AwsClient, {} as CodeStore);
});

test('the policy of a function is kept until a write of the Lambda API', async () => {
  expect([await functions.policy('f'), await functions.policy('f')]).toEqual([policy, policy]);
  expect(asked).toHaveLength(1);
  policy = undefined;
  functions.forget();
  expect(await functions.policy('f')).toBeUndefined();
});

test('an alias has a policy of its own', async () => {
  await functions.policy('f', 'live');
  expect(asked).toMatchObject([{ path: '/2015-03-31/functions/f/policy', query: { Qualifier: 'live' } }]);
});
