import * as z from 'zod/mini';
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

export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
}

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
  500: 'API Gateway: the function failed or may not be called.',
  503: 'API Gateway: nothing answered within 30 s.',
} as const;

/**
 * The OpenAPI document of operations, from their schemas.
 *
 * @see https://spec.openapis.org/oas/v3.1.0
 */
export function openApiDocument(info: OpenApiInfo, operations: readonly Operation[]): Json {
  const paths: Record<string, Json> = {};
  for (const declared of [...operations].sort(byPath)) {
    paths[declared.path] = { ...paths[declared.path], [declared.method.toLowerCase()]: operationObject(declared) };
  }
  return {
    openapi: '3.1.0',
    info,
    paths,
    components: {
      schemas: { Problem: problemSchema, GatewayError: gatewayErrorSchema },
      securitySchemes: {
        jwt: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        iam: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'AWS Signature Version 4 of a role that may invoke the route',
        },
      },
    },
  };
}

/** By path, then by method: the same document however the operations were put together. */
function byPath(a: Operation, b: Operation): number {
  return a.path === b.path ? compare(a.method, b.method) : compare(a.path, b.path);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

const problemSchema = {
  type: 'object',
  description: 'Problem details of RFC 9457',
  required: ['type', 'title', 'status', 'detail', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['at', 'detail'],
        properties: { at: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

const retryAfter = { description: 'Seconds after which to try again', schema: { type: 'string' } };

const gatewayErrorSchema = {
  type: 'object',
  required: ['message'],
  properties: { message: { type: ['string', 'null'] } },
};

function operationObject(declared: Operation): Json {
  const { operationId, summary, description, access, body, bodyType = 'application/json', mostBytes } = declared;
  const parameters = parametersOf(declared);
  return {
    operationId,
    summary,
    ...(description && { description }),
    ...(access !== 'open' && { security: [{ [access]: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        ...(mostBytes !== undefined && { description: `At most ${mostBytes} bytes` }),
        required: true,
        content: { [bodyType]: { schema: schemaOf(body, 'input') } },
      },
    }),
    responses: responsesOf(declared),
  };
}

function parametersOf({ params, query, idempotent }: Operation): Json[] {
  const named = (schema: z.ZodMiniObject | undefined, place: 'path' | 'query'): Json[] => {
    const { properties = {}, required = [] } = schema ? (schemaOf(schema, 'input') as ObjectSchema) : {};
    return Object.entries(properties).map(([name, one]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: one,
    }));
  };
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: "The caller's own name for this request: a repeat under the same key finds the first one's outcome.",
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]{1,255}$' },
  };
  return [...named(params, 'path'), ...named(query, 'query'), ...(idempotent ? [key] : [])];
}

/** What z.toJSONSchema makes of an object. */
interface ObjectSchema {
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
}

/** What the operation declares, its problems, and what the gateway may say instead. */
function responsesOf(declared: Operation): Json {
  const responses: Record<string, Json> = {};
  for (const [status, answer] of Object.entries(declared.answers)) responses[status] = answerObject(answer);
  const problems = problemsOf(declared);
  for (const status of new Set(problems.map((one) => one.status))) {
    const kinds = problems.filter((one) => one.status === status);
    responses[status] = {
      description: kinds.map((one) => `${one.title} (\`${problemUri(one)}\`)`).join('. '),
      ...(status === BUSY.status && { headers: { 'retry-after': retryAfter } }),
      content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
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
  const { access, params, query, body, idempotent, mostBytes, problems = [] } = declared;
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

function answerObject({ description, body, mediaType, headers }: Answer): Json {
  const content = mediaType
    ? { [mediaType]: { schema: { type: 'string' } } }
    : body && { 'application/json': { schema: schemaOf(body, 'output') } };
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

/**
 * OpenAPI 3.1 takes JSON Schema as it is. What is said of every whole number says nothing; and an answer may have more members one
 * day, which a client should not take for an error.
 */
function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  }) as Json;
  return rest;
}
