import {
  type Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { keepAliveAgent, STANDS_FOR_TLS } from '../aws/client';
import { type LocalRequest, type LocalResponse, readBody, send } from './http';

/** Headers that belong to one connection and are not handed on. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'expect', 'proxy-connection', 'upgrade'];

/** Hands requests on to MiniStack, as they were signed: the Host header and every other signed one stay. */
export class MiniStackProxy {
  readonly #url: URL;
  readonly #agent: Agent = keepAliveAgent();

  constructor(endpoint: string) {
    this.#url = new URL(endpoint);
  }

  /** Streams request and response through, whatever their size. */
  stream(incoming: IncomingMessage, response: ServerResponse): void {
    const outgoing = this.#open(incoming.method ?? 'GET', incoming.url ?? '/', incoming.headers, (upstream) => {
      response.writeHead(upstream.statusCode ?? 502, endToEnd(upstream.headers));
      upstream.pipe(response);
      upstream.on('error', () => response.destroy());
    });
    outgoing.on('error', (error) => {
      if (response.headersSent) response.destroy();
      else send(response, unreachable(error));
    });
    response.on('close', () => {
      if (!response.writableFinished) outgoing.destroy();
    });
    incoming.pipe(outgoing);
  }

  /** Sends a request that was read whole, and reads the answer whole. */
  forward(request: LocalRequest): Promise<LocalResponse> {
    return new Promise((resolve) => {
      const outgoing = this.#open(
        request.method,
        request.url,
        { ...request.headers, 'content-length': String(request.body.length) },
        (upstream) => {
          readBody(upstream).then(
            (body) => resolve({ statusCode: upstream.statusCode ?? 502, headers: endToEnd(upstream.headers), body }),
            (error: Error) => resolve(unreachable(error)),
          );
        },
      );
      outgoing.on('error', (error) => resolve(unreachable(error)));
      outgoing.end(request.body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #open(method: string, path: string, headers: IncomingHttpHeaders, onResponse: (upstream: IncomingMessage) => void) {
    const options = {
      host: this.#url.hostname,
      port: this.#url.port,
      agent: this.#agent,
      method,
      path,
      headers: { ...endToEnd(headers), ...STANDS_FOR_TLS },
    };
    return httpRequest(options, onResponse);
  }
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const kept = { ...headers };
  for (const name of HOP_BY_HOP) delete kept[name];
  return kept;
}

function unreachable(error: Error): LocalResponse {
  const message = `MiniStack, which serves this request, cannot be reached: ${error.message}. Its log is ministack.log.`;
  return {
    statusCode: 503,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': 'ServiceUnavailableException' },
    body: JSON.stringify({ __type: 'ServiceUnavailableException', message }),
  };
}
