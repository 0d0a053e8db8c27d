import type { OutgoingHttpHeaders } from 'node:http';
import type { LocalResponse } from '../endpoint/http';
import type { CorsConfiguration } from './api';
import type { GatewayRequest } from './gateway-request';

/**
 * The answer to a preflight request, which API Gateway gives itself where CORS is configured and no route takes the request: a route
 * for `ANY` or `$default` does, its authorizer included.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function preflightAnswer(
  cors: CorsConfiguration | undefined,
  request: GatewayRequest,
): LocalResponse | undefined {
  return cors && isPreflight(request) ? { statusCode: 204, body: '' } : undefined;
}

/** Headers of an answer with those of CORS as they are configured; what the integration says of CORS is dropped then. */
export function withCors(
  headers: OutgoingHttpHeaders,
  cors: CorsConfiguration | undefined,
  request: GatewayRequest,
): OutgoingHttpHeaders {
  if (!cors) return headers;
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith('access-control-'));
  return { ...Object.fromEntries(kept), ...corsHeaders(cors, request) };
}

function corsHeaders(cors: CorsConfiguration, request: GatewayRequest): OutgoingHttpHeaders {
  const origin = allowedOrigin(cors, request);
  if (origin === undefined) return {};
  const values = {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': cors.allowCredentials ? 'true' : undefined,
    ...(isPreflight(request)
      ? {
          'access-control-allow-methods': cors.allowMethods?.join(','),
          'access-control-allow-headers': cors.allowHeaders?.join(','),
          'access-control-max-age': cors.maxAge?.toString(),
        }
      : { 'access-control-expose-headers': cors.exposeHeaders?.join(',') }),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}

const isPreflight = ({ method, headers }: GatewayRequest) =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

/** The origin to allow: `*` where any is, else the one that asks; undefined for one that is not allowed, and for none. */
function allowedOrigin({ allowOrigins = [] }: CorsConfiguration, { headers }: GatewayRequest): string | undefined {
  const { origin } = headers;
  if (origin === undefined) return undefined;
  if (allowOrigins.includes('*')) return '*';
  return allowOrigins.some((allowed) => matches(origin.toLowerCase(), allowed.toLowerCase())) ? origin : undefined;
}

/** `https://*` and `http://*` allow any origin of their scheme. */
const matches = (origin: string, allowed: string) =>
  allowed.endsWith('://*') ? origin.startsWith(allowed.slice(0, -1)) : origin === allowed;
