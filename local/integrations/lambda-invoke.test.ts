import { beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../aws/error';
import type { Authorizer } from '../identity/authorizer';
import { roleCaller } from '../identity/caller';
import type { AsyncInvocations } from '../lambda/async-invocations';
import type { DeployedFunction } from '../lambda/deployed-function';
import type { LambdaHost } from '../lambda/host';
import type { InvocationRequest, InvocationResult } from '../lambda/invocation';
import type { JsonValue } from '../stepfunctions';
import { invokeFunction } from './lambda-invoke';

const arn = 'arn:aws:lambda:ap-northeast-1:000000000000:function:f';

describe('lambda:invoke', () => {
  let result: Partial<InvocationResult>;
  let refusal: AwsError | undefined;
  let denial: AwsError | undefined;
  let invoked: InvocationRequest[];
  let accepted: InvocationRequest[];

  beforeEach(() => {
    result = { payload: '{"a":1}' };
    refusal = undefined;
    denial = undefined;
    invoked = [];
    accepted = [];
  });

  const call = (args: JsonValue) =>
    invokeFunction(
      {
        resource: 'lambda:invoke',
        arguments: args,
        roleArn: 'arn:aws:iam::000000000000:role/machine',
        executionArn: 'arn:execution',
        stateName: 's',
        signal: new AbortController().signal,
      },
      {
        host: {
          invoke: async (request: InvocationRequest) => {
            if (refusal) throw refusal;
            invoked.push(request);
            return { requestId: 'r', executedVersion: '$LATEST', logTail: '', ...result };
          },
        } as unknown as LambdaHost,
        asynchronous: { accept: (request: InvocationRequest) => accepted.push(request) } as unknown as AsyncInvocations,
        functions: { get: async () => ({ name: 'f', arn }) as DeployedFunction },
        sessions: {
          assume: async (roleArn, name) => ({
            credentials: { accessKeyId: 'a', secretAccessKey: 's' },
            caller: roleCaller(roleArn, name),
            expiresAt: Infinity,
          }),
        },
        authorizer: {
          authorize: async () => {
            if (denial) throw denial;
          },
        } as unknown as Authorizer,
      },
    );

  test('the output that Step Functions gives', async () => {
    expect(await call({ FunctionName: arn, Payload: { input: 1 } })).toMatchObject({
      output: {
        ExecutedVersion: '$LATEST',
        Payload: { a: 1 },
        SdkHttpMetadata: { HttpStatusCode: 200 },
        SdkResponseMetadata: { RequestId: 'r' },
        StatusCode: 200,
      },
    });
    expect(invoked).toEqual([{ functionName: 'f', payload: '{"input":1}' }]);
  });

  test("the function's error name is the task's, its error object the cause", async () => {
    const payload = '{"errorType":"VersionConflict","errorMessage":"no","trace":[]}';
    result = { payload, functionError: 'Unhandled' };
    expect(await call({ FunctionName: 'f' })).toEqual({ error: 'VersionConflict', cause: payload });
  });

  test('an error without a name is Lambda.Unknown', async () => {
    result = { payload: '{"errorMessage":"no"}', functionError: 'Unhandled' };
    expect(await call({ FunctionName: 'f' })).toMatchObject({ error: 'Lambda.Unknown' });
  });

  test.each([
    [new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429), 'Lambda.TooManyRequestsException'],
    [new AwsError('ResourceNotFoundException', 'Function not found', 404), 'Lambda.ResourceNotFoundException'],
    [new AwsError('InternalFailure', 'x', 500), 'Lambda.ServiceException'],
  ])('what Lambda refuses: %s', async (error, name) => {
    refusal = error;
    expect(await call({ FunctionName: 'f' })).toMatchObject({
      error: name,
      cause: expect.stringContaining(error.message),
    });
  });

  test("a permission that the machine's role lacks", async () => {
    denial = new AwsError('AccessDeniedException', 'User: x is not authorized', 403);
    expect(await call({ FunctionName: 'f' })).toMatchObject({
      error: 'Lambda.AWSLambdaException',
      cause: expect.stringContaining('User: x is not authorized'),
    });
    expect(invoked).toEqual([]);
  });

  test('an event is handed over, and not waited for', async () => {
    expect(await call({ FunctionName: 'f', InvocationType: 'Event' })).toMatchObject({ output: { StatusCode: 202 } });
    expect([invoked.length, accepted.length]).toEqual([0, 1]);
  });

  test('an argument it does not know is named', async () => {
    expect(await call({ FunctionName: 'f', Input: {} })).toMatchObject({
      cause: expect.stringContaining('lambda:invoke has no argument "Input"'),
    });
  });
});
