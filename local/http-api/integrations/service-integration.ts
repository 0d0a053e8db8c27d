import type { AwsClient } from '../../aws/client';
import { AwsError, parseAwsError } from '../../aws/error';
import type { LocalResponse } from '../../endpoint/http';
import type { RoleTrust } from '../../identity/role-trust';
import type { RoleSession, Sessions } from '../../identity/sessions';
import type { Integration } from '../api';
import { type Exchange, executeApiArn } from '../exchange';
import { GatewayError } from '../gateway-error';
import { mappedValue } from '../parameter-mapping';
import { noPermission, SERVICE_PRINCIPAL } from './no-permission';
import { SERVICE_ACTIONS } from './service-actions';

export interface ServiceIntegrationParts {
  /** Speaks to the endpoint in front of all, where permissions are asked. */
  endpoint: Pick<AwsClient, 'send'>;
  sessions: Pick<Sessions, 'assume'>;
  roleTrust: Pick<RoleTrust, 'trusts'>;
  region: string;
  accountId: string;
}

/** The session name that denials show. */
const SESSION_NAME = 'apigateway';
const DENIALS = new Set(['AccessDenied', 'AccessDeniedException']);

/**
 * Calls an action of a service for a route, with the permissions of the integration's role. The service's answer is the route's, its
 * errors included, but for a want of permissions: the caller is not told of that.
 *
 * @throws GatewayError
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export async function callService(
  exchange: Exchange,
  { integrationSubtype = '', credentialsArn, requestParameters = {} }: Integration,
  parts: ServiceIntegrationParts,
): Promise<LocalResponse> {
  const action = SERVICE_ACTIONS.get(integrationSubtype);
  if (!action) throw new GatewayError('failed', `The local API Gateway has no integration ${integrationSubtype}.`);
  const { credentials } = await assumed(mappedValue(credentialsArn ?? '', exchange) ?? '', exchange, parts);
  const { statusCode, headers, body } = await parts.endpoint.send(
    {
      service: action.service,
      method: 'POST',
      path: '/',
      headers: { 'content-type': `application/x-amz-json-${action.protocolVersion}`, 'x-amz-target': action.target },
      body: JSON.stringify(action.input(mappedParameters(exchange, requestParameters))),
    },
    credentials,
  );
  if (statusCode >= 400) refuseDenied(statusCode, headers['x-amzn-errortype'], body.toString('utf8'));
  const requestId = String(headers['x-amzn-requestid'] ?? '');
  exchange.context.set('awsEndpointRequestId', requestId).set('integration.requestId', requestId);
  exchange.context.set('integration.status', String(statusCode));
  return { statusCode, headers: { 'content-type': headers['content-type'] ?? 'application/json' }, body };
}

async function assumed(roleArn: string, exchange: Exchange, parts: ServiceIntegrationParts): Promise<RoleSession> {
  const sourceArn = executeApiArn(exchange, 'route', parts);
  const service = { servicePrincipal: SERVICE_PRINCIPAL, sourceArn, sourceAccount: parts.accountId };
  try {
    if (await parts.roleTrust.trusts(roleArn, service)) return await parts.sessions.assume(roleArn, SESSION_NAME);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw notAssumed(error.message);
  }
  throw notAssumed(`The trust policy of ${roleArn} does not name ${SERVICE_PRINCIPAL}, or not for ${sourceArn}.`);
}

/** AWS's words, then what is missing here. */
function notAssumed(missing: string): GatewayError {
  const words =
    "API Gateway doesn't have permissions to assume the IAM role configured on the integration. Check the permissions and try again.";
  return new GatewayError('failed', `${words} ${missing}`);
}

/** A parameter whose expression selects nothing is not sent; the service says what it lacks. `Region` is this one. */
function mappedParameters(exchange: Exchange, { Region, ...parameters }: { [name: string]: string }) {
  const entries = Object.entries(parameters).flatMap(([name, value]): [string, string][] => {
    const mapped = mappedValue(value, exchange);
    return mapped === undefined ? [] : [[name, mapped]];
  });
  return Object.fromEntries(entries);
}

function refuseDenied(statusCode: number, errorType: string | string[] | undefined, body: string): void {
  const { code, message } = parseAwsError(statusCode, Array.isArray(errorType) ? errorType[0] : errorType, body);
  if (DENIALS.has(code)) throw noPermission(message);
}
