import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ApiAddress } from '../http-api/address';
import { refuseWeights } from '../lambda/alias-weights';
import { awsJsonError, type LocalRequest, type LocalResponse, readRequest, restError, send } from './http';
import { type Observers, observe } from './observers';
import type { MiniStackProxy } from './proxy';
import { type OnRequest, requestName, route } from './router';

/** The parts of our own behind the endpoint; each throws `AwsError` for what the caller did wrong. */
export interface LocalServices {
  /** False, and the request is as it was, when the API is none of ours: REST and WebSocket APIs are MiniStack's. */
  httpApi(address: ApiAddress, message: IncomingMessage, response: ServerResponse): Promise<boolean>;
  apiGateway(request: LocalRequest): Promise<LocalResponse>;
  stepFunctions(operation: string, request: LocalRequest): Promise<LocalResponse>;
  invoke(functionReference: string, request: LocalRequest): Promise<LocalResponse>;
  eventSourceMappings(request: LocalRequest): Promise<LocalResponse>;
  putEvents(request: LocalRequest): Promise<LocalResponse>;
  queueBatch(operation: string, request: LocalRequest): Promise<LocalResponse>;
}

export interface EndpointParts {
  proxy: MiniStackProxy;
  observers: Observers;
  services: LocalServices;
}

/** The services that speak JSON over REST; the others of ours speak AWS JSON. */
const REST_ROUTES = new Set<string>(['httpApi', 'apiGateway', 'invoke', 'eventSourceMappings', 'observed']);

/** The one HTTP endpoint: what is ours is served here, all else by MiniStack. */
export class Endpoint {
  readonly #server: Server;
  #parts: EndpointParts | undefined;

  private constructor(
    server: Server,
    private readonly onRequest: OnRequest | undefined,
  ) {
    this.#server = server;
    server.on('request', (message: IncomingMessage, response: ServerResponse) => void this.#serve(message, response));
    server.keepAliveTimeout = 75_000;
    server.requestTimeout = 0;
  }

  /**
   * Takes the port, on 127.0.0.1 only. Until {@link open} is called, requests are answered with 503.
   *
   * @param onRequest told of each request: the service and, where the protocol names it, the operation
   */
  static listen(port: number, onRequest?: OnRequest): Promise<Endpoint> {
    return new Promise((resolve, reject) => {
      const server = createServer();
      server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
      server.listen(port, '127.0.0.1', () => resolve(new Endpoint(server, onRequest)));
    });
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  open(parts: EndpointParts): void {
    this.#parts = parts;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts = this.#parts;
    if (!parts) {
      send(response, { statusCode: 503, body: 'The local AWS is still starting.\n' });
      return;
    }
    this.onRequest?.(...requestName(message));
    const destination = route(message);
    if (destination.to === 'ministack') {
      parts.proxy.stream(message, response);
      return;
    }
    const asError = REST_ROUTES.has(destination.to) ? restError : awsJsonError;
    try {
      if (destination.to === 'httpApi') {
        const served = await parts.services.httpApi(destination.address, message, response);
        if (!served) parts.proxy.stream(message, response);
        return;
      }
      const request = await readRequest(message, response);
      send(response, await this.#answer(destination, request, parts));
    } catch (error) {
      send(response, asError(error));
    }
  }

  async #answer(
    destination: Exclude<ReturnType<typeof route>, { to: 'ministack' | 'httpApi' }>,
    request: LocalRequest,
    { proxy, observers, services }: EndpointParts,
  ): Promise<LocalResponse> {
    switch (destination.to) {
      case 'stepFunctions':
        return services.stepFunctions(destination.operation, request);
      case 'apiGateway':
        return services.apiGateway(request);
      case 'invoke':
        return services.invoke(destination.functionReference, request);
      case 'eventSourceMappings':
        return services.eventSourceMappings(request);
      case 'putEvents':
        return services.putEvents(request);
      case 'queueBatch':
        return services.queueBatch(destination.operation, request);
      case 'observed': {
        if (destination.service === 'lambda') refuseWeights(request);
        const response = await proxy.forward(request);
        return observe(destination.service, request, response, observers);
      }
    }
  }
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(
    `Port ${port} on 127.0.0.1 is already in use, perhaps by another local AWS. End that program, or choose another port with --port <number>.`,
  );
}
