import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import * as z from 'zod/mini';
import type { CallerContext } from '../caller-context';
import { describeIssues, placesOf } from '../issues';
import type { Operation } from './operation';
import { CONTENT_TOO_LARGE, INVALID_REQUEST, type InvalidPart, NO_TENANT, Problem } from './problem';

/** A request as API Gateway sends it; the authorizer's part is there for operations with access `jwt` only. */
export type HttpEvent = Omit<APIGatewayProxyEventV2WithJWTAuthorizer, 'requestContext'> & {
  requestContext: Omit<APIGatewayProxyEventV2WithJWTAuthorizer['requestContext'], 'authorizer'> &
    Partial<Pick<APIGatewayProxyEventV2WithJWTAuthorizer['requestContext'], 'authorizer'>>;
};

type Parsed<Schema> = Schema extends z.ZodMiniType ? z.output<Schema> : undefined;

/** What an operation is called with: parsed by its schemas. */
export interface Call<Declared extends Operation> {
  params: Parsed<Declared['params']>;
  query: Parsed<Declared['query']>;
  body: Parsed<Declared['body']>;
  /** Whom the token names; the tenant is the claim's, and never a part of the request. */
  caller: Declared['access'] extends 'jwt' ? CallerContext : undefined;
  idempotencyKey: Declared['idempotent'] extends true ? string : undefined;
  requestId: string;
  event: HttpEvent;
}

/** The most places that a problem names: ten thousand wrong items make no better answer than the first of them. */
const MOST_PLACES = 20;

/**
 * `#` and NUL part names in the keys of rows, and half a character is written there like any other half. API Gateway hands on each
 * claim as a text: whoever has an empty list of tenants, or null, would share the tenant of that text with all who have none.
 */
const tenant = z.string().check(
  z.regex(/^[^#]{1,256}$/, 'must be 1–256 characters without #'),
  z.refine((code) => !/[\p{Cc}\p{Cs}]/u.test(code), 'must have no control characters'),
  z.refine(
    (code) => !/^(?:(?:map)?\[.*\]|\{.*\}|null|<nil>)$/.test(code),
    'must be one text, and no list, object or null',
  ),
);

const KEY_RULE = 'must be 1–255 visible ASCII characters: your own name for this request, the same when you repeat it';
const idempotencyKey = z.string({ error: KEY_RULE }).check(z.regex(/^[\x21-\x7e]{1,255}$/, KEY_RULE));

/**
 * Parses what API Gateway sends by the schemas of an operation.
 *
 * @param tenantClaim name of the token's claim that holds the tenant
 * @throws Problem `no-tenant`, `content-too-large`, `invalid-request` that names the places
 */
export function parseRequest<Declared extends Operation>(
  declared: Declared,
  event: HttpEvent,
  tenantClaim: string,
): Call<Declared> {
  const { requestId } = event.requestContext;
  const invalid: InvalidPart[] = [];
  const part = (where: string, schema: z.ZodMiniType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const { path, message } of placesOf(parsed.error)) {
      invalid.push({ at: [where, ...path].map(String).join('.'), detail: message });
    }
    return undefined;
  };
  const caller = declared.access === 'jwt' ? callerOf(event, tenantClaim) : undefined;
  const body = declared.body && bodyOf(declared, event);
  const call = {
    params: part('path', declared.params, event.pathParameters ?? {}),
    query: part('query', declared.query, event.queryStringParameters ?? {}),
    body: body && part('body', body.isReadable ? declared.body : notJson, body.value),
    caller,
    idempotencyKey: declared.idempotent
      ? part('header.idempotency-key', idempotencyKey, event.headers['idempotency-key'])
      : undefined,
    requestId,
    event,
  };
  if (invalid.length > 0) throw invalidRequest(invalid);
  return call as Call<Declared>; // each member was parsed by the schema that its type stands for
}

function invalidRequest(invalid: readonly InvalidPart[]): Problem {
  const errors = invalid.slice(0, MOST_PLACES);
  const more = invalid.length > errors.length ? `; and ${invalid.length - errors.length} places more` : '';
  return new Problem(INVALID_REQUEST, `${errors.map(({ at, detail }) => `${at}: ${detail}`).join('; ')}${more}`, {
    errors,
  });
}

function callerOf({ requestContext }: HttpEvent, tenantClaim: string): CallerContext {
  const claims = requestContext.authorizer?.jwt.claims ?? {};
  const tenantCode = tenant.safeParse(claims[tenantClaim]);
  if (!tenantCode.success) {
    throw new Problem(NO_TENANT, `the claim "${tenantClaim}": ${describeIssues(tenantCode.error)}`);
  }
  return {
    tenantCode: tenantCode.data,
    userId: String(claims.sub || 'unknown'),
    requestId: requestContext.requestId,
  };
}

/** A body that no schema can be asked about. */
const notJson = z.never({ error: 'must be JSON' });

/** The value that a body stands for: undefined when there is none. */
function bodyOf(
  { bodyType, mostBytes }: Operation,
  { body, isBase64Encoded }: HttpEvent,
): { isReadable: boolean; value: unknown } {
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
  const bytes = Buffer.byteLength(text);
  if (mostBytes !== undefined && bytes > mostBytes) {
    throw new Problem(CONTENT_TOO_LARGE, `the body takes ${bytes} bytes; this operation takes ${mostBytes}`);
  }
  if (text === '') return { isReadable: true, value: undefined };
  if (bodyType === 'application/x-www-form-urlencoded') {
    return { isReadable: true, value: Object.fromEntries(new URLSearchParams(text)) };
  }
  try {
    return { isReadable: true, value: JSON.parse(text) };
  } catch {
    return { isReadable: false, value: text };
  }
}
