import type * as z from 'zod/mini';
import { schemaOf } from './json-schema';
import { responsesOf } from './openapi-responses';
import type { Operation } from './operation';

type Json = Record<string, unknown>;

export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
}

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

const gatewayErrorSchema = {
  type: 'object',
  required: ['message'],
  properties: { message: { type: ['string', 'null'] } },
};

function operationObject(declared: Operation): Json {
  const {
    operationId,
    summary,
    description,
    access,
    body,
    bodyType = 'application/json',
    mostBytes,
    answeredBy,
  } = declared;
  const parameters = parametersOf(declared);
  return {
    operationId,
    summary,
    ...(description && { description }),
    // For programs that expect a refusal of what breaks the schema: nobody checks it there.
    ...(answeredBy === 'service' && { 'x-answered-by': 'service' }),
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
