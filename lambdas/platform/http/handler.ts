import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import { isAwsError } from '../errors';
import { instrumented } from '../instrumentation';
import { logger } from '../observability';
import { type Operation, routeKey } from './operation';
import { BUSY, INTERNAL, NOT_FOUND, PROBLEM_JSON, Problem, problemUri } from './problem';
import { type Call, type HttpEvent, parseRequest } from './request';

type BodyOf<Declared> = Declared extends { mediaType: string }
  ? { body: string }
  : Declared extends { body: infer Schema extends z.ZodMiniType }
    ? { body: z.input<Schema> }
    : { body?: undefined };

type HeadersOf<Declared> = Declared extends { headers: infer Named }
  ? { headers: { [Name in keyof Named]: string } }
  : { headers?: undefined };

/** What an operation gives back: one of the answers that it declares. */
export type AnswerOf<Declared extends Operation> = {
  [Status in keyof Declared['answers']]: { status: Status } & BodyOf<Declared['answers'][Status]> &
    HeadersOf<Declared['answers'][Status]>;
}[keyof Declared['answers']];

/** An operation and what it does. */
export interface Route {
  readonly declared: Operation;
  run(call: Call<Operation>): Promise<{ status: PropertyKey; body?: unknown; headers?: object | undefined }>;
}

/** Joins an operation to what it does; the compiler joins the types. */
export function route<const Declared extends Operation, const Given extends AnswerOf<Declared>>(
  declared: Declared,
  run: (call: Call<Declared>) => Promise<Given>,
): Route {
  // The handler calls it with what it has parsed by the schemas of `declared`.
  return { declared, run } as unknown as Route;
}

export interface HttpHandlerSettings {
  /** Name of the token's claim that holds the tenant. */
  readonly tenantClaim: string;
}

/**
 * Makes the handler of a workflow's routes: finds the operation, parses the request, and answers as the operation declares. What
 * goes wrong is answered as a problem; what nobody foresaw is logged, and told as no more than that.
 */
export function httpHandler(routes: readonly Route[], { tenantClaim }: HttpHandlerSettings) {
  const byKey = new Map(routes.map((one) => [routeKey(one.declared), one]));
  return async (event: HttpEvent, lambda?: Context): Promise<APIGatewayProxyStructuredResultV2> => {
    const { requestId } = event.requestContext;
    const keys = { request: requestId, route: event.routeKey };
    try {
      return await instrumented(event.routeKey, keys, lambda, async () => {
        const found = byKey.get(event.routeKey);
        try {
          if (!found) throw new Problem(NOT_FOUND, `this function has no route "${event.routeKey}"`);
          const call = parseRequest(found.declared, event, tenantClaim);
          if (call.caller) logger.appendKeys({ tenant: (call.caller as { tenantCode: string }).tenantCode });
          return written(found.declared, requestId, await found.run(call as Call<Operation>));
        } catch (error) {
          const problem = error instanceof Problem ? error : isThrottled(error) ? busy() : undefined;
          if (problem === undefined) throw error;
          logger.info('answered with a problem', { problem: problem.type.name });
          return problemAnswer(problem, requestId);
        }
      });
    } catch {
      return problemAnswer(new Problem(INTERNAL, `The log has more of request ${requestId}.`), requestId);
    }
  };
}

function written(
  { answers }: Operation,
  requestId: string,
  { status, body, headers }: { status: PropertyKey; body?: unknown; headers?: object | undefined },
): APIGatewayProxyStructuredResultV2 {
  const { mediaType } = answers[Number(status)] ?? {};
  return {
    statusCode: Number(status),
    headers: {
      'x-request-id': requestId,
      'cache-control': 'no-store',
      ...(body === undefined ? {} : { 'content-type': mediaType ? `${mediaType}; charset=utf-8` : 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: mediaType ? String(body) : JSON.stringify(body) }),
  };
}

function problemAnswer({ type, detail, members, headers }: Problem, requestId: string) {
  return {
    statusCode: type.status,
    headers: { 'content-type': PROBLEM_JSON, 'x-request-id': requestId, 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({
      ...members,
      type: problemUri(type),
      title: type.title,
      status: type.status,
      detail,
      requestId,
    }),
  };
}

/** A service behind the API is throttled: the answer asks for a repeat. */
export function busy(): Problem {
  const detail = 'A service behind this API is too busy at the moment. Nothing was lost: repeat the request.';
  return new Problem(BUSY, detail, {}, { 'retry-after': '1' });
}

/** What the SDK's own attempts have not overcome, and a repeat in a second may. */
function isThrottled(error: unknown): boolean {
  return isAwsError(
    error,
    'ThrottlingException',
    'Throttling',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'TooManyRequestsException',
    'SlowDown',
    'InternalServerError',
    'ServiceUnavailable',
    'TimeoutError',
  );
}
