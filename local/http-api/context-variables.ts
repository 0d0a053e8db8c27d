import type { HttpApi, Stage } from './api';
import { decodedPath } from './escapes';
import type { GatewayRequest } from './gateway-request';

/**
 * The `$context` variables of a request by their names without `$context.`, as far as they are known yet.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export type ContextVariables = Map<string, string>;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What is known of a request before its route is. */
export function contextOf(
  api: Pick<HttpApi, 'apiId'>,
  stage: Stage | undefined,
  request: GatewayRequest,
  accountId: string,
): ContextVariables {
  return new Map([
    ['accountId', accountId],
    ['apiId', api.apiId],
    ['domainName', request.domainName],
    ['domainPrefix', request.domainName.split('.')[0] ?? ''],
    ['extendedRequestId', request.id],
    ['httpMethod', request.method],
    ['identity.sourceIp', request.sourceIp],
    ['identity.userAgent', request.headers['user-agent'] ?? ''],
    ['path', decodedPath(request.path)],
    ['protocol', request.protocol],
    ['requestId', request.id],
    ['requestTime', commonLogTime(request.receivedAt)],
    ['requestTimeEpoch', String(request.receivedAt)],
    ...(stage ? ([['stage', stage.stageName]] as const) : []),
  ]);
}

/** Notes what went wrong in the integration, under both of its names. */
export function noteIntegrationError(context: ContextVariables, message: string): void {
  context.set('integrationErrorMessage', message).set('integration.error', message);
}

/** Notes how the integration answered, and when. */
export function noteIntegration(context: ContextVariables, status: number, latencyMs: number): void {
  context.set('integrationStatus', String(status)).set('integration.integrationStatus', String(status));
  context.set('integrationLatency', String(latencyMs)).set('integration.latency', String(latencyMs));
}

/** `12/Mar/2020:19:03:58 +0000` */
export function commonLogTime(ms: number): string {
  const time = new Date(ms);
  const day = `${String(time.getUTCDate()).padStart(2, '0')}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}`;
  return `${day}:${time.toISOString().slice(11, 19)} +0000`;
}
