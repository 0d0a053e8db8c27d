import { schemaOf } from './json-schema';
import type { Answer, Operation } from './operation';
import {
  BUSY,
  CONTENT_TOO_LARGE,
  INTERNAL,
  INVALID_REQUEST,
  NO_TENANT,
  PROBLEM_JSON,
  type ProblemType,
  problemUri,
} from './problem';

type Json = Record<string, unknown>;

/**
 * What API Gateway answers by itself, whose bodies nobody can change. A path or method that no operation has is answered 404.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html (401)
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html (500)
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html (10 MB, 30 s)
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html (429)
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (6 MB)
 */
const GATEWAY_ANSWERS = {
  401: 'API Gateway: the token is missing, wrong or expired.',
  403: 'API Gateway: the role may not call this route.',
  413: 'API Gateway: the request is larger than the 10 MB that it takes, or the 6 MB that a function takes.',
  429: 'API Gateway: more requests than the stage takes.',
  500: 'API Gateway: what is behind the route failed or may not be called.',
  503: 'API Gateway: nothing answered within 30 s.',
} as const;

/** The media type of what AWS services answer, which API Gateway hands on. */
const AMZ_JSON = 'application/x-amz-json-1.0';

const retryAfter = { description: 'Seconds after which to try again', schema: { type: 'string' } };

/** What the operation declares, its problems, and what the gateway may say instead. */
export function responsesOf(declared: Operation): Json {
  const responses: Record<string, Json> = {};
  for (const [status, answer] of Object.entries(declared.answers)) responses[status] = answerObject(answer, declared);
  const problems = problemsOf(declared);
  for (const status of new Set(problems.map((one) => one.status))) {
    const kinds = problems.filter((one) => one.status === status);
    responses[status] = {
      description: kinds.map((one) => `${one.title} (\`${problemUri(one)}\`)`).join('. '),
      ...(status === BUSY.status && { headers: { 'retry-after': retryAfter } }),
      content: {
        [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } },
        ...(declared.problemsAsPages && { 'text/html': { schema: { type: 'string' } } }),
      },
    };
  }
  for (const [status, description] of Object.entries(GATEWAY_ANSWERS)) {
    if (!answersGateway(declared, Number(status))) continue;
    const own = responses[status];
    responses[status] = {
      ...own,
      description: own ? `${String(own.description)}. ${description}` : description,
      content: {
        ...(own?.content as Json | undefined),
        'application/json': { schema: { $ref: '#/components/schemas/GatewayError' } },
      },
    };
  }
  return Object.fromEntries(Object.entries(responses).sort(([a], [b]) => Number(a) - Number(b)));
}

function answersGateway({ access, body }: Operation, status: number): boolean {
  if (status === 401) return access === 'jwt';
  if (status === 403) return access === 'iam';
  return status !== 413 || body !== undefined;
}

/** Every problem that an operation may answer with: its own, and those that follow from what it declares. */
export function problemsOf(declared: Operation): readonly ProblemType[] {
  const { access, params, query, body, idempotent, mostBytes, problems = [], answeredBy } = declared;
  if (answeredBy === 'service') return [];
  const checked = params !== undefined || query !== undefined || body !== undefined || idempotent === true;
  const all = [
    ...(checked ? [INVALID_REQUEST] : []),
    ...(access === 'jwt' ? [NO_TENANT] : []),
    ...(mostBytes === undefined ? [] : [CONTENT_TOO_LARGE]),
    ...problems,
    INTERNAL,
    BUSY,
  ];
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}

function answerObject({ description, body, mediaType, headers }: Answer, { answeredBy }: Operation): Json {
  const json = answeredBy === 'service' ? AMZ_JSON : 'application/json';
  const content = mediaType
    ? { [mediaType]: { schema: { type: 'string' } } }
    : body && { [json]: { schema: schemaOf(body, 'output') } };
  return {
    description,
    ...(content && { content }),
    ...(headers && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, meaning]) => [name, { description: meaning, schema: { type: 'string' } }]),
      ),
    }),
  };
}
