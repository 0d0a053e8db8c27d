import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import * as z from 'zod/mini';
import type { CallerContext } from '../caller-context';
import { describeIssues } from '../issues';
import type { Operation } from './operation';
import { INVALID_REQUEST, type InvalidPart, NO_TENANT, Problem } from './problem';

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

/** The same characters as in the keys of rows: `#` and NUL part names there. */
const tenant = z.string().check(z.regex(/^[^#\0]{1,256}$/, 'must be 1–256 characters without # and NUL'));
const idempotencyKey = z.string().check(z.regex(/^[\x21-\x7e]{1,255}$/, 'must be 1–255 visible ASCII characters'));

/**
 * Parses what API Gateway sends by the schemas of an operation.
 *
 * @param tenantClaim name of the token's claim that holds the tenant
 * @throws Problem `invalid-request` that names each place, `no-tenant`
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
    invalid.push(...invalidParts(where, parsed.error));
    return undefined;
  };
  const caller = declared.access === 'jwt' ? callerOf(event, tenantClaim) : undefined;
  const call = {
    params: part('path', declared.params, event.pathParameters ?? {}),
    query: part('query', declared.query, event.queryStringParameters ?? {}),
    body: declared.body && part('body', declared.body, bodyOf(declared, event, invalid)),
    caller,
    idempotencyKey: declared.idempotent
      ? part('header.idempotency-key', idempotencyKey, event.headers['idempotency-key'])
      : undefined,
    requestId,
    event,
  };
  if (invalid.length > 0) {
    const detail = invalid.map(({ at, detail }) => `${at}: ${detail}`).join('; ');
    throw new Problem(INVALID_REQUEST, detail, { errors: invalid });
  }
  return call as Call<Declared>; // each member was parsed by the schema that its type stands for
}

function callerOf({ requestContext }: HttpEvent, tenantClaim: string): CallerContext {
  const claims = requestContext.authorizer?.jwt.claims ?? {};
  const tenantCode = tenant.safeParse(claims[tenantClaim]);
  if (!tenantCode.success) {
    throw new Problem(NO_TENANT, `the claim "${tenantClaim}": ${describeIssues(tenantCode.error)}`);
  }
  return {
    tenantCode: tenantCode.data,
    userId: String(claims.sub ?? 'unknown'),
    requestId: requestContext.requestId,
  };
}

/** Undefined when there is none, or none that can be read: then `invalid` says so. */
function bodyOf(declared: Operation, { body, isBase64Encoded }: HttpEvent, invalid: InvalidPart[]): unknown {
  if (body === undefined || body === '') return undefined;
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  if (declared.bodyType === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    invalid.push({ at: 'body', detail: 'must be JSON' });
    return undefined;
  }
}

function invalidParts(where: string, { issues }: { issues: readonly z.core.$ZodIssue[] }): InvalidPart[] {
  return issues.map((issue) => ({
    at: [where, ...issue.path].map(String).join('.'),
    detail: describeIssues({ issues: [{ ...issue, path: [] }] }).replace(/^the value: /, ''),
  }));
}
