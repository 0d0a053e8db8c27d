import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalResponse } from '../endpoint/http';
import type { Logger } from '../logger';
import { type ApiAddress, stageOf } from './address';
import type { HttpApi, Stage } from './api';
import type { HttpApis } from './apis';
import { type AuthorizationParts, authorized } from './authorization/authorization';
import { type ContextVariables, contextOf, noteIntegrationError } from './context-variables';
import { preflightAnswer, withCors } from './cors';
import type { Exchange } from './exchange';
import { GatewayError } from './gateway-error';
import type { Measured } from './gateway-metrics';
import { type GatewayRequest, readGatewayRequest } from './gateway-request';
import { type IntegrationParts, integrated } from './integrations/integration';
import { selectRoute } from './route-selection';
import type { Throttle } from './throttle';

export type GatewayParts = AuthorizationParts &
  IntegrationParts & {
    apis: Pick<HttpApis, 'get'>;
    throttle: Pick<Throttle, 'admit'>;
    writeAccessLog(stage: Stage, context: ContextVariables): void;
    measure(measured: Measured): void;
    logger: Logger;
  };

/**
 * Serves HTTP APIs: a request to one is taken through stage, route, throttle and authorizer to the route's integration, and answered.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
 */
export class HttpApiGateway {
  readonly #parts: GatewayParts;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /** False, and the request is as it was, when it goes to no HTTP API. */
  async serve(address: ApiAddress, message: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { apis, region, clock } = this.#parts;
    const api = await apis.get(address.apiId);
    if (!api) return false;
    const request = await readGatewayRequest(message, address, { region, now: clock.now() });
    const { statusCode, headers, body } = await this.answer(api, request);
    const length = statusCode === 204 || statusCode === 304 ? {} : { 'content-length': Buffer.byteLength(body) };
    response.writeHead(statusCode, { ...headers, ...length }).end(request.method === 'HEAD' ? '' : body);
    return true;
  }

  /** Never throws: what goes wrong is answered as API Gateway does, and told in the logs. */
  async answer(api: HttpApi, request: GatewayRequest): Promise<LocalResponse> {
    const found = stageOf(api, request.path);
    const context = contextOf(api, found?.stage, request, this.#parts.accountId);
    const answer = await this.#respond(api, request, found, context).catch((error: unknown) => {
      const told = error instanceof GatewayError ? error : unforeseen(error);
      this.#tell(told, context);
      return told.response;
    });
    const headers = {
      ...withCors(answer.headers ?? {}, api.corsConfiguration, request),
      'apigw-requestid': request.id,
    };
    if (found) this.#record(found.stage, { ...answer, headers }, request, context);
    return { ...answer, headers };
  }

  async #respond(
    api: HttpApi,
    request: GatewayRequest,
    found: { stage: Stage; path: string } | undefined,
    context: ContextVariables,
  ): Promise<LocalResponse> {
    if (!found || api.disableExecuteApiEndpoint) throw new GatewayError('notFound', 'No stage serves the request.');
    const { stage, path } = found;
    const selected = selectRoute(api.routes, request.method, path);
    if (!selected) {
      const answer = preflightAnswer(api.corsConfiguration, request);
      if (answer) return answer;
      throw new GatewayError('notFound', `No route is for ${request.method} ${path}.`);
    }
    const { route, pathParameters } = selected;
    context.set('routeKey', route.routeKey);
    if (request.body === undefined) throw new GatewayError('tooLarge', 'The body has more than 10 MB.');
    if (!this.#parts.throttle.admit(api.apiId, stage, route.routeKey)) {
      throw new GatewayError('throttled', 'The route has no requests left: see the throttling limits of the stage.');
    }
    const exchange: Exchange = {
      api,
      stage,
      route,
      request,
      path,
      pathParameters,
      authorization: { kind: 'none' },
      context,
    };
    const authorization = await authorized(exchange, this.#parts);
    return integrated({ ...exchange, authorization }, this.#parts);
  }

  /** The caller is told little; a person who looks for the reason finds it in the access log and in that of the local AWS. */
  #tell(error: GatewayError, context: ContextVariables): void {
    const { message, answer, responseType, statusCode } = error;
    context.set('error.message', answer).set('error.messageString', JSON.stringify(answer));
    context.set('error.responseType', responseType);
    if (statusCode >= 500) noteIntegrationError(context, message);
    // What is said by the status itself would only fill the log.
    if (statusCode === 404 || statusCode === 429) return;
    const request = context.get('routeKey') ?? `${context.get('httpMethod')} ${context.get('path')}`;
    this.#parts.logger.warn(`API ${context.get('apiId')} answered ${statusCode} to ${request}: ${message}`);
  }

  #record(stage: Stage, answer: LocalResponse, request: GatewayRequest, context: ContextVariables): void {
    const { clock, measure, writeAccessLog } = this.#parts;
    const latencyMs = clock.now() - request.receivedAt;
    const bytes = Buffer.byteLength(answer.body);
    const { statusCode } = answer;
    context.set('status', String(statusCode)).set('responseLength', String(bytes));
    context.set('responseLatency', String(latencyMs)).set('dataProcessed', String(bytes + (request.body?.length ?? 0)));
    writeAccessLog(stage, context);
    const integration = context.get('integrationLatency');
    measure({
      apiId: context.get('apiId') ?? '',
      stage: stage.stageName,
      statusCode,
      latencyMs,
      integrationLatencyMs: integration === undefined ? undefined : Number(integration),
      at: request.receivedAt,
    });
  }
}

function unforeseen(error: unknown): GatewayError {
  return new GatewayError('failed', error instanceof Error ? (error.stack ?? error.message) : String(error));
}
