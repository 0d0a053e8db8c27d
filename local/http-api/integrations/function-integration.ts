import { AwsError } from '../../aws/error';
import type { LocalResponse } from '../../endpoint/http';
import { allowsService } from '../../identity/resource-policy';
import { type FunctionReference, parseFunctionReference } from '../../lambda/function-reference';
import type { Functions } from '../../lambda/functions';
import type { LambdaHost } from '../../lambda/host';
import type { InvocationResult } from '../../lambda/invocation';
import type { Integration } from '../api';
import { type Exchange, executeApiArn } from '../exchange';
import { GatewayError } from '../gateway-error';
import { mappedValue } from '../parameter-mapping';
import { functionEvent } from './function-event';
import { functionResponse, MalformedResponse } from './function-response';
import { noPermission, SERVICE_PRINCIPAL } from './no-permission';

export interface FunctionIntegrationParts {
  host: Pick<LambdaHost, 'invoke'>;
  functions: Pick<Functions, 'policy'>;
  region: string;
  accountId: string;
}

/** `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<ARN of the function>/invocations`, or that ARN alone. */
const INVOCATION_URI = /^arn:[^:]+:apigateway:[^:]*:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;
/** A synchronous invocation takes 6 MiB. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

/**
 * Invokes the function behind a route, if the function's own policy lets the route in.
 *
 * @throws GatewayError
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 */
export async function callFunction(
  exchange: Exchange,
  { integrationUri = '' }: Integration,
  parts: FunctionIntegrationParts,
): Promise<LocalResponse> {
  const uri = mappedValue(integrationUri, exchange) ?? '';
  const reference = parseFunctionReference(INVOCATION_URI.exec(uri)?.[1] ?? uri);
  await letIn(exchange, reference, parts);
  const payload = JSON.stringify(functionEvent(exchange, parts.accountId));
  if (Buffer.byteLength(payload) > MAX_EVENT_BYTES) {
    throw new GatewayError(
      'tooLarge',
      `The event would have more than the ${MAX_EVENT_BYTES} bytes that Lambda takes.`,
    );
  }
  const result = await invoked(reference, payload, exchange, parts);
  exchange.context.set('awsEndpointRequestId', result.requestId).set('integration.requestId', result.requestId);
  try {
    const response = functionResponse(result.payload);
    exchange.context.set('integration.status', String(response.statusCode));
    return response;
  } catch (error) {
    if (error instanceof MalformedResponse) throw new GatewayError('failed', error.message);
    throw error;
  }
}

async function letIn(
  exchange: Exchange,
  { name, qualifier }: FunctionReference,
  { functions, region, accountId }: FunctionIntegrationParts,
): Promise<void> {
  const policy = await functions.policy(name, qualifier);
  const sourceArn = executeApiArn(exchange, 'route', { region, accountId });
  const resource = `arn:aws:lambda:${region}:${accountId}:function:${name}${qualifier ? `:${qualifier}` : ''}`;
  const action = 'lambda:InvokeFunction';
  const request = { servicePrincipal: SERVICE_PRINCIPAL, action, resource, sourceArn, sourceAccount: accountId };
  if (policy !== undefined && allowsService(policy, request)) return;
  throw noPermission(`The policy of ${resource} does not let ${SERVICE_PRINCIPAL} invoke it for ${sourceArn}.`);
}

async function invoked(
  { name, qualifier }: FunctionReference,
  payload: string,
  exchange: Exchange,
  { host }: FunctionIntegrationParts,
): Promise<InvocationResult> {
  try {
    const traceId = exchange.request.headers['x-amzn-trace-id'] ?? '';
    const result = await host.invoke({ functionName: name, ...(qualifier ? { qualifier } : {}), payload, traceId });
    if (!result.functionError) return result;
    const { errorMessage } = JSON.parse(result.payload) as { errorMessage?: string };
    const reason = `The Lambda function returned the following error: ${errorMessage}. Check your Lambda function code and try again.`;
    throw new GatewayError('failed', reason);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new GatewayError(error.code === 'TooManyRequestsException' ? 'unavailable' : 'failed', error.message);
  }
}
