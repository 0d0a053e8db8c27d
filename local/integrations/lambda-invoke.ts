import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws/error';
import type { Authorizer } from '../identity/authorizer';
import type { AsyncInvocations } from '../lambda/async-invocations';
import type { DeployedFunction } from '../lambda/deployed-function';
import { parseFunctionReference } from '../lambda/function-reference';
import { type LambdaHost, newTraceId } from '../lambda/host';
import type { FunctionErrorPayload, InvocationResult } from '../lambda/invocation';
import type { JsonObject, JsonValue, TaskOutcome, TaskRequest } from '../stepfunctions';
import { responseMetadata } from '../stepfunctions/integrations/response-metadata';
import { ERROR_STYLES, optimizedError } from '../stepfunctions/integrations/service-error';
import { TaskRefusal } from '../stepfunctions/integrations/task-refusal';
import { isObject, parseJson } from '../stepfunctions/json';
import { type ActingRoleParts, actingSession } from './acting-role';

type NamedFunction = Pick<DeployedFunction, 'name' | 'arn'>;

export interface LambdaTaskParts extends ActingRoleParts {
  host: Pick<LambdaHost, 'invoke'>;
  asynchronous: Pick<AsyncInvocations, 'accept'>;
  functions: { get(name: string, qualifier?: string): Promise<NamedFunction> };
  authorizer: Pick<Authorizer, 'authorize'>;
}

const ARGUMENTS = ['FunctionName', 'Payload', 'InvocationType', 'Qualifier', 'ClientContext', 'LogType'];

/** Codes that Lambda's model has no exception for. */
const UNMODELED = new Set(['AccessDeniedException', 'ValidationException']);

/**
 * `arn:aws:states:::lambda:invoke`: the function's error name becomes the task's error, its whole error object the cause.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export async function invokeFunction(request: TaskRequest, parts: LambdaTaskParts): Promise<TaskOutcome> {
  return answered(async () => {
    const { Payload, InvocationType, LogType, ...parameters } = checked(request.arguments);
    // Text is the payload itself; what is no text is written as JSON.
    const payload = typeof Payload === 'string' ? checkedJson(Payload) : JSON.stringify(Payload ?? {});
    const called = await authorized(parameters, request, parts);
    const traceId = request.traceHeader ?? newTraceId();
    const invocation = { ...called.invocation, payload, traceId };
    if (InvocationType === 'DryRun') return { output: accepted(204) };
    if (InvocationType === 'Event') {
      parts.asynchronous.accept(invocation);
      return { output: accepted(202) };
    }
    const result = await parts.host.invoke(invocation);
    // AWS reads the error object and writes it again, without the spaces that a runtime may put into it.
    if (result.functionError) return functionError(JSON.stringify(JSON.parse(result.payload)));
    return { output: outputOf(result, traceId, LogType === 'Tail') };
  });
}

/** The ARN of a function as a Task's Resource: the input is the event as it is, the output the function's result alone. */
export async function runFunction(request: TaskRequest, parts: LambdaTaskParts): Promise<TaskOutcome> {
  return answered(async () => {
    const { Payload, ...parameters } = checked(request.arguments);
    const { invocation } = await authorized(parameters, request, parts);
    const traceId = request.traceHeader ?? newTraceId();
    const result = await parts.host.invoke({ ...invocation, payload: JSON.stringify(Payload ?? null), traceId });
    if (result.functionError) return functionError(result.payload);
    return { output: resultOf(result) };
  });
}

async function answered(call: () => Promise<TaskOutcome>): Promise<TaskOutcome> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError) return serviceError(error);
    throw error;
  }
}

async function authorized(parameters: Parameters, request: TaskRequest, parts: LambdaTaskParts) {
  const reference = parseFunctionReference(parameters.FunctionName);
  const qualifier = textOf(parameters.Qualifier) ?? reference.qualifier;
  const { caller } = await actingSession(request, parts);
  const fn = await found(reference.name, qualifier, request, parts);
  await parts.authorizer.authorize(caller, 'lambda:InvokeFunction', qualifier ? `${fn.arn}:${qualifier}` : fn.arn, {
    deniedStatus: 403,
  });
  return { invocation: { functionName: fn.name, ...(qualifier ? { qualifier } : {}) } };
}

async function found(
  name: string,
  qualifier: string | undefined,
  { executionArn }: TaskRequest,
  { functions }: LambdaTaskParts,
): Promise<NamedFunction> {
  try {
    return await functions.get(name, qualifier);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
    const [arn, partition, , region, account] = executionArn.split(':');
    const wanted = [arn, partition, 'lambda', region, account, 'function', name, qualifier ?? '$LATEST'].join(':');
    throw new AwsError(error.code, `Function not found: ${wanted}`, 404, error.requestId);
  }
}

function outputOf(result: InvocationResult, traceId: string, withLog: boolean): JsonObject {
  const log = Buffer.from(result.logTail).toString('base64');
  const headers = {
    Connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(result.payload)),
    'Content-Type': 'application/json',
    'X-Amz-Executed-Version': result.executedVersion,
    ...(withLog ? { 'X-Amz-Log-Result': log } : {}),
    'x-amzn-Remapped-Content-Length': '0',
    'X-Amzn-Trace-Id': traceId,
  };
  return {
    ExecutedVersion: result.executedVersion,
    ...(withLog ? { LogResult: log } : {}),
    Payload: resultOf(result),
    ...responseMetadata({ requestId: result.requestId, at: Date.now(), headers }),
    StatusCode: 200,
  };
}

/** @throws TaskRefusal for a result that nothing here can work with. */
function resultOf({ payload }: InvocationResult): JsonValue {
  try {
    return parseJson(payload);
  } catch (error) {
    throw new TaskRefusal('States.Runtime', (error as Error).message);
  }
}

/** Of an invocation that nobody waits for. */
function accepted(statusCode: number): JsonObject {
  const metadata = responseMetadata({ requestId: randomUUID(), at: Date.now(), statusCode, headers: {} });
  return { Payload: '', ...metadata, StatusCode: statusCode };
}

/** The handler's own error name; what has none is `Lambda.Unknown`. */
function functionError(payload: string): TaskOutcome {
  const { errorType } = JSON.parse(payload) as Partial<FunctionErrorPayload>;
  if (errorType) return { error: errorType, cause: payload };
  const sentence = 'The cause could not be determined because Lambda did not return an error type.';
  return { error: 'Lambda.Unknown', cause: `${sentence} Returned payload: ${payload}` };
}

/** What Lambda itself refused, named as Step Functions names it. */
function serviceError({ code, message, statusCode, requestId = randomUUID() }: AwsError): TaskOutcome {
  const exception = statusCode >= 500 ? 'ServiceException' : UNMODELED.has(code) ? undefined : code;
  return optimizedError({ code, message, statusCode, requestId }, ERROR_STYLES.lambda, exception);
}

type Parameters = JsonObject & { FunctionName: string };

function checked(value: JsonValue): Parameters {
  if (!isObject(value) || typeof value.FunctionName !== 'string') {
    throw new AwsError('ValidationException', 'The Arguments of lambda:invoke need a FunctionName.');
  }
  const unknown = Object.keys(value).find((name) => !ARGUMENTS.includes(name));
  if (unknown) throw new AwsError('ValidationException', `lambda:invoke has no argument "${unknown}".`);
  return { ...value, FunctionName: value.FunctionName };
}

function checkedJson(payload: string): string {
  try {
    JSON.parse(payload);
    return payload;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${reason}`);
  }
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
