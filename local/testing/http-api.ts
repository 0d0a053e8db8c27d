import type { HttpApi, Route, Stage } from '../http-api/api';
import { contextOf } from '../http-api/context-variables';
import type { Exchange } from '../http-api/exchange';
import type { GatewayRequest } from '../http-api/gateway-request';

export const ACCOUNT = '000000000000';
export const REGION = 'ap-northeast-1';
export const STAGE: Stage = { stageName: '$default' };

/** The API `api1` with a `$default` stage and nothing else. */
export function httpApi(parts: Partial<HttpApi> = {}): HttpApi {
  return { apiId: 'api1', stages: [STAGE], routes: [], integrations: [], authorizers: [], ...parts };
}

/** A request at the moment 0 with an empty body. */
export function gatewayRequest(method: string, path: string, more: Partial<GatewayRequest> = {}): GatewayRequest {
  return {
    id: 'request-1',
    receivedAt: 0,
    method,
    path,
    queryString: '',
    query: {},
    headers: {},
    cookies: [],
    body: Buffer.alloc(0),
    protocol: 'HTTP/1.1',
    sourceIp: '192.0.2.1',
    domainName: `api1.execute-api.${REGION}.amazonaws.com`,
    ...more,
  };
}

/** A request that was given a route of the `$default` stage. */
export function exchangeOf(request: GatewayRequest, route: Route, more: Partial<Exchange> = {}): Exchange {
  const api = more.api ?? httpApi();
  const stage = more.stage ?? STAGE;
  return {
    api,
    stage,
    route,
    request,
    path: request.path,
    pathParameters: {},
    authorization: { kind: 'none' },
    context: contextOf(api, stage, request, ACCOUNT),
    ...more,
  };
}
