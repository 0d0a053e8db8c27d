import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { problemsOf } from '../platform/http/openapi-responses';
import { type Operation, routeKey } from '../platform/http/operation';
import { PROBLEM_JSON, problemUri } from '../platform/http/problem';
import type { HttpEvent } from '../platform/http/request';

/** What a test asks, by whom. */
export interface FakeRequest {
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** Sent as JSON; a text as it is. */
  body?: unknown;
  idempotencyKey?: string;
  headers?: Record<string, string>;
  /** The token's claims, beside `sub`. Default: `tenant1`. */
  tenant?: string;
  claims?: Record<string, string>;
}

export interface FakeAnswer {
  status: number;
  headers: Record<string, string>;
  /** Parsed where it is JSON. */
  body: unknown;
}

type Handler = (event: HttpEvent) => Promise<APIGatewayProxyStructuredResultV2>;

/** What API Gateway sends to a function for an operation. */
export function httpEvent(
  declared: Pick<Operation, 'method' | 'path' | 'access'>,
  request: FakeRequest = {},
): HttpEvent {
  const { params, query, body, idempotencyKey, headers, tenant = 'tenant1', claims } = request;
  const path = declared.path.replace(/\{(\w+)\}/g, (_, name: string) => params?.[name] ?? '');
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    version: '2.0',
    routeKey: routeKey(declared),
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }), ...headers },
    ...(params && { pathParameters: params }),
    ...(query && { queryStringParameters: query }),
    ...(text !== undefined && { body: text }),
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api1',
      domainName: 'api1.execute-api.ap-northeast-1.amazonaws.com',
      domainPrefix: 'api1',
      http: { method: declared.method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: routeKey(declared),
      stage: '$default',
      time: '01/Jan/2025:00:00:00 +0000',
      timeEpoch: Date.parse('2025-01-01'),
      ...(declared.access === 'jwt' && {
        authorizer: {
          principalId: '',
          integrationLatency: 0,
          jwt: { claims: claims ?? { sub: 'user1', tenant }, scopes: [] },
        },
      }),
    },
  };
}

/**
 * Calls a handler as API Gateway does, and holds the answer against what the operation declares.
 *
 * @throws Error when the operation declares no such answer
 */
export async function call(handler: Handler, declared: Operation, request?: FakeRequest): Promise<FakeAnswer> {
  const { statusCode = 0, headers = {}, body } = await handler(httpEvent(declared, request));
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const isJson = /json/.test(given['content-type'] ?? '');
  const answer = { status: statusCode, headers: given, body: isJson ? JSON.parse(body ?? '') : body };
  const wrong =
    given['content-type'] === PROBLEM_JSON ? undeclaredProblem(declared, answer) : undeclared(declared, answer);
  if (wrong !== undefined) throw new Error(`${routeKey(declared)} answered ${statusCode} ${body}: ${wrong}`);
  return answer;
}

function undeclaredProblem(declared: Operation, { status, body }: FakeAnswer): string | undefined {
  const { type } = body as { type: string };
  const isDeclared = problemsOf(declared).some((one) => problemUri(one) === type && one.status === status);
  return isDeclared ? undefined : `the operation declares no problem "${type}" with that status`;
}

function undeclared({ answers }: Operation, { status, headers, body }: FakeAnswer): string | undefined {
  const declared = answers[status];
  if (!declared) return 'the operation declares no such status';
  const missing = Object.keys(declared.headers ?? {}).find((name) => headers[name] === undefined);
  if (missing) return `the header ${missing} is missing`;
  const { error } = declared.body?.safeParse(body) ?? {};
  return error && `the body is not as declared: ${JSON.stringify(error.issues)}`;
}
