import type { LocalResponse } from '../../endpoint/http';
import type { Clock } from '../../stepfunctions';
import type { Integration } from '../api';
import { noteIntegration } from '../context-variables';
import type { Exchange } from '../exchange';
import { GatewayError } from '../gateway-error';
import { callFunction, type FunctionIntegrationParts } from './function-integration';
import { callService, type ServiceIntegrationParts } from './service-integration';

export interface IntegrationParts extends FunctionIntegrationParts, ServiceIntegrationParts {
  clock: Clock;
}

/** The longest that an integration may take, and what it may take if nothing is said. */
const MAX_TIMEOUT_MS = 30_000;

/**
 * The answer of what a route is integrated with, in the time it has; nothing is stopped when that is over.
 *
 * @throws GatewayError
 */
export async function integrated(exchange: Exchange, parts: IntegrationParts): Promise<LocalResponse> {
  const { route, api, context } = exchange;
  const id = route.target?.replace(/^integrations\//, '');
  const integration = api.integrations.find(({ integrationId }) => integrationId === id);
  if (!integration) throw new GatewayError('failed', `The route's target, "${route.target ?? ''}", is no integration.`);
  const startedAt = parts.clock.now();
  const latency = () => parts.clock.now() - startedAt;
  try {
    const ofFunction = integration.integrationSubtype === undefined;
    const call = ofFunction ? callFunction : callService;
    const response = await inTime(call(exchange, integration, parts), integration, parts.clock);
    // Of a function, it is Lambda's status that is meant, not the function's.
    noteIntegration(context, ofFunction ? 200 : response.statusCode, latency());
    return response;
  } catch (error) {
    noteIntegration(context, error instanceof GatewayError ? error.statusCode : 500, latency());
    throw error;
  }
}

function inTime<T>(call: Promise<T>, { timeoutInMillis }: Integration, clock: Clock): Promise<T> {
  const limit = Math.min(timeoutInMillis ?? MAX_TIMEOUT_MS, MAX_TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => {
      reject(new GatewayError('unavailable', `The integration did not answer within ${limit} ms.`));
    }, limit);
    call.then(resolve, reject).finally(() => clock.clearTimeout(timer));
  });
}
