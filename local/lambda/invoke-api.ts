import { AwsError } from '../aws/error';
import type { LocalRequest, LocalResponse } from '../endpoint/http';
import type { Authorizer } from '../identity/authorizer';
import type { Sessions } from '../identity/sessions';
import type { AsyncInvocations } from './async-invocations';
import { parseFunctionReference } from './function-reference';
import type { FunctionSource, LambdaHost } from './host';
import type { InvocationRequest } from './invocation';

export interface InvokeApiOptions {
  host: LambdaHost;
  functions: FunctionSource;
  asynchronous: AsyncInvocations;
  sessions: Pick<Sessions, 'identify'>;
  authorizer: Authorizer;
}

const MAX_SYNC_BYTES = 6 * 1024 * 1024;
const MAX_ASYNC_BYTES = 1024 * 1024;

/**
 * Lambda's Invoke.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export class InvokeApi {
  readonly #options: InvokeApiOptions;

  constructor(options: InvokeApiOptions) {
    this.#options = options;
  }

  async invoke(functionReference: string, request: LocalRequest): Promise<LocalResponse> {
    const { functions, sessions, authorizer, host, asynchronous } = this.#options;
    const reference = parseFunctionReference(functionReference);
    const qualifier = request.query.get('Qualifier') ?? reference.qualifier;
    const caller = sessions.identify(request.headers);
    const fn = await functions.get(reference.name, qualifier);
    await authorizer.authorize(caller, 'lambda:InvokeFunction', qualifier ? `${fn.arn}:${qualifier}` : fn.arn, {
      deniedStatus: 403,
    });

    const type = String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse');
    if (type === 'DryRun') return { statusCode: 204, body: '' };
    const invocation = toInvocation(fn.name, qualifier, request);
    if (type === 'Event') {
      limit(request.body, MAX_ASYNC_BYTES);
      asynchronous.accept(invocation);
      return { statusCode: 202, body: '' };
    }
    limit(request.body, MAX_SYNC_BYTES);
    const result = await host.invoke(invocation);
    const withTail = request.headers['x-amz-log-type'] === 'Tail';
    return {
      statusCode: 200,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': result.requestId,
        'x-amz-executed-version': result.executedVersion,
        ...(result.functionError ? { 'x-amz-function-error': result.functionError } : {}),
        ...(withTail ? { 'x-amz-log-result': Buffer.from(result.logTail).toString('base64') } : {}),
      },
      body: result.payload,
    };
  }
}

function toInvocation(functionName: string, qualifier: string | undefined, request: LocalRequest): InvocationRequest {
  const payload = request.body.length === 0 ? '{}' : request.body.toString('utf8');
  const traceId = request.headers['x-amzn-trace-id'];
  const clientContext = request.headers['x-amz-client-context'];
  try {
    JSON.parse(payload);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${reason}`);
  }
  return {
    functionName,
    ...(qualifier ? { qualifier } : {}),
    payload,
    ...(typeof traceId === 'string' ? { traceId } : {}),
    ...(typeof clientContext === 'string'
      ? { clientContext: JSON.parse(Buffer.from(clientContext, 'base64').toString('utf8')) }
      : {}),
  };
}

function limit(body: Buffer, bytes: number): void {
  if (body.length <= bytes) return;
  const message = `${body.length} byte payload is too large for the invocation (limit ${bytes} bytes)`;
  throw new AwsError('RequestTooLargeException', message, 413);
}
