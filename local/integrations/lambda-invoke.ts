import { AwsError } from '../aws/error';
import type { Authorizer } from '../identity/authorizer';
import type { Sessions } from '../identity/sessions';
import type { AsyncInvocations } from '../lambda/async-invocations';
import { parseFunctionReference } from '../lambda/function-reference';
import type { FunctionSource, LambdaHost } from '../lambda/host';
import type { FunctionErrorPayload } from '../lambda/invocation';
import type { JsonObject, JsonValue, TaskOutcome, TaskRequest } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import { responseMetadata } from './response-metadata';

export interface LambdaTaskParts {
  host: LambdaHost;
  asynchronous: AsyncInvocations;
  functions: FunctionSource;
  sessions: Pick<Sessions, 'assume'>;
  authorizer: Authorizer;
}

/** The session name that denials show; AWS takes a random one per execution. */
const SESSION_NAME = 'states';
const ARGUMENTS = ['FunctionName', 'Payload', 'InvocationType', 'Qualifier', 'ClientContext', 'LogType'];

/**
 * `arn:aws:states:::lambda:invoke`: the function's error name becomes the task's error, its whole error object the cause.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export async function invokeFunction(request: TaskRequest, parts: LambdaTaskParts): Promise<TaskOutcome> {
  try {
    return await invoke(request, parts);
  } catch (error) {
    if (error instanceof AwsError) return serviceError(error);
    throw error;
  }
}

/** The ARN of a function as a Task's Resource: the output is the function's result alone. */
export async function runFunction(request: TaskRequest, parts: LambdaTaskParts): Promise<TaskOutcome> {
  const outcome = await invokeFunction(request, parts);
  return 'output' in outcome && isObject(outcome.output) ? { output: outcome.output.Payload ?? null } : outcome;
}

async function invoke(request: TaskRequest, parts: LambdaTaskParts): Promise<TaskOutcome> {
  const parameters = checked(request.arguments);
  const reference = parseFunctionReference(parameters.FunctionName);
  const qualifier = textOf(parameters.Qualifier) ?? reference.qualifier;
  const { caller } = await parts.sessions.assume(request.roleArn, SESSION_NAME);
  const fn = await parts.functions.get(reference.name, qualifier);
  await parts.authorizer.authorize(caller, 'lambda:InvokeFunction', qualifier ? `${fn.arn}:${qualifier}` : fn.arn, 403);
  const invocation = {
    functionName: fn.name,
    ...(qualifier ? { qualifier } : {}),
    payload: JSON.stringify(parameters.Payload ?? {}),
  };
  if (parameters.InvocationType === 'Event') {
    parts.asynchronous.accept(invocation);
    return { output: { ...responseMetadata('', {}), StatusCode: 202, Payload: '' } };
  }
  const result = await parts.host.invoke(invocation);
  if (result.functionError) return functionError(result.payload);
  return {
    output: {
      ExecutedVersion: result.executedVersion,
      Payload: JSON.parse(result.payload) as JsonValue,
      ...responseMetadata(result.requestId, {
        'X-Amz-Executed-Version': result.executedVersion,
        'Content-Length': String(Buffer.byteLength(result.payload)),
        'Content-Type': 'application/json',
      }),
      StatusCode: 200,
    },
  };
}

/** The handler's own error name; what has none is `Lambda.Unknown`. */
function functionError(payload: string): TaskOutcome {
  const { errorType } = JSON.parse(payload) as Partial<FunctionErrorPayload>;
  return { error: errorType || 'Lambda.Unknown', cause: payload };
}

/** What Lambda itself refused, named as Step Functions names it. */
function serviceError(error: AwsError): TaskOutcome {
  const cause = `${error.message} (Service: Lambda, Status Code: ${error.statusCode}, Request ID: none)`;
  if (error.code === 'AccessDeniedException') return { error: 'Lambda.AWSLambdaException', cause };
  if (error.statusCode >= 500) return { error: 'Lambda.ServiceException', cause };
  return { error: `Lambda.${error.code}`, cause };
}

function checked(value: JsonValue): JsonObject & { FunctionName: string } {
  if (!isObject(value) || typeof value.FunctionName !== 'string') {
    throw new AwsError('ValidationException', 'The Arguments of lambda:invoke need a FunctionName.');
  }
  const unknown = Object.keys(value).find((name) => !ARGUMENTS.includes(name));
  if (unknown) throw new AwsError('ValidationException', `lambda:invoke has no argument "${unknown}".`);
  return { ...value, FunctionName: value.FunctionName };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
