import type { Caller } from '../identity/caller';
import type { HttpApi, Route, Stage } from './api';
import type { ContextVariables } from './context-variables';
import type { GatewayRequest } from './gateway-request';

/** Who a request is from, as the route's authorizer found. */
export type Authorization =
  | { kind: 'none' }
  | { kind: 'jwt'; claims: { [name: string]: string }; scopes: string[] | null }
  | { kind: 'iam'; caller: Caller; accessKey: string };

/** A request on its way through an API: what was selected for it, and what is told of it in logs. */
export interface Exchange {
  api: HttpApi;
  stage: Stage;
  route: Route;
  request: GatewayRequest;
  /** Without the stage, percent-encoded. */
  path: string;
  pathParameters: { [name: string]: string };
  authorization: Authorization;
  context: ContextVariables;
}

/**
 * `arn:aws:execute-api:<region>:<account>:<API id>/<stage>/<method>/<path>`: of a request for who may call, of its route for what the
 * route may invoke.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
 */
export function executeApiArn(
  { api, stage, request, route, path }: Pick<Exchange, 'api' | 'stage' | 'request' | 'route' | 'path'>,
  of: 'request' | 'route',
  { region, accountId }: { region: string; accountId: string },
): string {
  const prefix = `arn:aws:execute-api:${region}:${accountId}:${api.apiId}/${stage.stageName}`;
  if (of === 'request') return `${prefix}/${request.method}${path}`;
  const routePath = route.routeKey.split(' ')[1];
  return routePath === undefined ? `${prefix}/$default` : `${prefix}/${request.method}${routePath}`;
}
