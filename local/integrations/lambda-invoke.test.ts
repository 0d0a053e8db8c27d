import { beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../aws/error';
import type { Authorizer } from '../identity/authorizer';
import type { AsyncInvocations } from '../lambda/async-invocations';
import type { DeployedFunction } from '../lambda/deployed-function';
import type { LambdaHost } from '../lambda/host';
import type { InvocationRequest, InvocationResult } from '../lambda/invocation';
import type { JsonObject, JsonValue } from '../stepfunctions';
import { RecordedServices } from '../testing/recorded-services';
import { taskRequest } from '../testing/task-request';
import { invokeFunction, runFunction } from './lambda-invoke';

const arn = 'arn:aws:lambda:ap-northeast-1:000000000000:function:f';

let result: Partial<InvocationResult>;
let refusal: AwsError | undefined;
let missing: AwsError | undefined;
let denial: AwsError | undefined;
let invoked: InvocationRequest[];
let accepted: InvocationRequest[];
let services: RecordedServices;

beforeEach(() => {
  result = { payload: '{"a":1}' };
  refusal = undefined;
  missing = undefined;
  denial = undefined;
  invoked = [];
  accepted = [];
  services = new RecordedServices();
});

const parts = () => ({
  ...services.parts,
  host: {
    invoke: async (request: InvocationRequest) => {
      if (refusal) throw refusal;
      invoked.push(request);
      return { requestId: 'r', executedVersion: '$LATEST', logTail: 'END', ...result };
    },
  } as unknown as LambdaHost,
  asynchronous: { accept: (request: InvocationRequest) => accepted.push(request) } as unknown as AsyncInvocations,
  functions: {
    get: async () => {
      if (missing) throw missing;
      return { name: 'f', arn } as DeployedFunction;
    },
  },
  authorizer: {
    authorize: async () => {
      if (denial) throw denial;
    },
  } as unknown as Authorizer,
});

describe('lambda:invoke', () => {
  const call = (args: JsonValue, more = {}) => invokeFunction(taskRequest('lambda:invoke', args, more), parts());

  test('the output that Step Functions gives, its members in order', async () => {
    const outcome = await call({ FunctionName: arn, Payload: { input: 1 } });
    const output = ('output' in outcome ? outcome.output : {}) as JsonObject;
    expect(Object.keys(output)).toEqual([
      'ExecutedVersion',
      'Payload',
      'SdkHttpMetadata',
      'SdkResponseMetadata',
      'StatusCode',
    ]);
    expect(output).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: { a: 1 },
      SdkHttpMetadata: {
        AllHttpHeaders: { 'Content-Length': ['7'] },
        HttpHeaders: { 'x-amzn-Remapped-Content-Length': '0', 'x-amzn-RequestId': 'r' },
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: 'r' },
      StatusCode: 200,
    });
    expect(Object.keys((output.SdkHttpMetadata as { AllHttpHeaders: object }).AllHttpHeaders)).toEqual([
      'X-Amz-Executed-Version',
      'x-amzn-Remapped-Content-Length',
      'Connection',
      'x-amzn-RequestId',
      'Content-Length',
      'Date',
      'X-Amzn-Trace-Id',
      'Content-Type',
    ]);
  });

  test.each([
    ['9007199254740993', 'cannot keep the number 9007199254740993'],
    ['['.repeat(2000) + ']'.repeat(2000), 'levels of nesting'],
  ])('a result that nothing here can work with fails the Task (%#)', async (payload, cause) => {
    result = { payload };
    const outcome = { error: 'States.Runtime', cause: expect.stringContaining(cause) };
    await expect(call({ FunctionName: 'f' })).rejects.toMatchObject({ outcome });
  });

  test.each<[JsonValue, string]>([
    [{ input: 1 }, '{"input":1}'],
    ['"text"', '"text"'],
    ['[]', '[]'],
    [0, '0'],
    [null, '{}'],
  ])('the payload %j is sent as %s', async (Payload, payload) => {
    await call({ FunctionName: 'f', Payload });
    expect(invoked).toMatchObject([{ functionName: 'f', payload }]);
  });

  test('text that is no JSON is refused as Lambda refuses it', async () => {
    expect(await call({ FunctionName: 'f', Payload: 'text' })).toMatchObject({
      error: 'Lambda.InvalidRequestContentException',
      cause: expect.stringContaining('Could not parse request body into json'),
    });
  });

  test("the execution's trace header goes on", async () => {
    await call({ FunctionName: 'f' }, { traceHeader: 'Root=1-2-3' });
    expect(invoked).toMatchObject([{ traceId: 'Root=1-2-3' }]);
  });

  test('the log is there when it is asked for', async () => {
    expect(await call({ FunctionName: 'f', LogType: 'Tail' })).toMatchObject({ output: { LogResult: 'RU5E' } });
  });

  test("the function's error name is the task's, its error object the cause", async () => {
    const payload = '{"errorType": "VersionConflict", "errorMessage": "no"}';
    result = { payload, functionError: 'Unhandled' };
    expect(await call({ FunctionName: 'f' })).toEqual({
      error: 'VersionConflict',
      cause: '{"errorType":"VersionConflict","errorMessage":"no"}',
    });
  });

  test('an error without a name is Lambda.Unknown', async () => {
    result = { payload: '{"errorMessage":"no"}', functionError: 'Unhandled' };
    expect(await call({ FunctionName: 'f' })).toEqual({
      error: 'Lambda.Unknown',
      cause:
        'The cause could not be determined because Lambda did not return an error type. Returned payload: {"errorMessage":"no"}',
    });
  });

  test('a function that does not exist', async () => {
    missing = new AwsError('ResourceNotFoundException', 'not here', 404, 'id');
    expect(await call({ FunctionName: 'g' })).toEqual({
      error: 'Lambda.ResourceNotFoundException',
      cause:
        'Function not found: arn:aws:lambda:ap-northeast-1:000000000000:function:g:$LATEST (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: id; Proxy: null)',
    });
  });

  test.each([
    [new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429), 'Lambda.TooManyRequestsException'],
    [new AwsError('InternalFailure', 'x', 500), 'Lambda.ServiceException'],
  ])('what Lambda refuses: %s', async (error, name) => {
    refusal = error;
    expect(await call({ FunctionName: 'f' })).toMatchObject({
      error: name,
      cause: expect.stringContaining(`${error.message} (Service: AWSLambda; Status Code: ${error.statusCode};`),
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

  test("the role of a state's Credentials has to be assumed by that of the machine", async () => {
    services.refusal = new AwsError('AccessDenied', 'no', 403);
    const more = {
      roleArn: 'arn:aws:iam::111111111111:role/other',
      assumedBy: 'arn:aws:iam::000000000000:role/machine',
    };
    await expect(call({ FunctionName: 'f' }, more)).rejects.toMatchObject({
      outcome: {
        error: 'States.TaskFailed',
        cause: `The role ${more.assumedBy} is not authorized to assume the task state's role, ${more.roleArn}.`,
      },
    });
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

describe('a function as Resource', () => {
  const call = (Payload: JsonValue) =>
    runFunction(taskRequest('lambda:function', { FunctionName: arn, Payload }), parts());

  test.each<[JsonValue, string]>([
    [null, 'null'],
    ['text', '"text"'],
    [{ a: 1 }, '{"a":1}'],
  ])('the input %j is sent as %s', async (input, payload) => {
    await call(input);
    expect(invoked).toMatchObject([{ payload }]);
  });

  test('its result alone is the output, its error object as it was written the cause', async () => {
    expect(await call({})).toEqual({ output: { a: 1 } });
    result = { payload: '{"errorType": "E"}', functionError: 'Unhandled' };
    expect(await call({})).toEqual({ error: 'E', cause: '{"errorType": "E"}' });
  });
});
