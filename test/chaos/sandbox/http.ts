import { EventEmitter } from 'node:events';
import * as http from 'node:http';
import { Readable } from 'node:stream';

export interface HttpRequest {
  method: string;
  host: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Sends a request; `answer` may be called later, never, or with an error when the connection breaks. */
export type HttpTransport = (request: HttpRequest, answer: (response: HttpResponse | Error) => void) => void;

interface RequestOptions {
  method?: string;
  host?: string;
  hostname?: string;
  path?: string;
  headers?: Record<string, string>;
}

/** Enough of `http.ClientRequest` for a client that writes a body, waits for the answer, and may give up before it comes. */
class Request extends EventEmitter {
  readonly reusedSocket = true;
  private readonly chunks: string[] = [];
  private isOver = false;

  constructor(
    private readonly options: RequestOptions,
    private readonly transport: HttpTransport,
  ) {
    super();
  }

  write(chunk: unknown): boolean {
    this.chunks.push(String(chunk));
    return true;
  }

  end(chunk?: unknown): this {
    if (chunk !== undefined && typeof chunk !== 'function')
      this.write(Buffer.isBuffer(chunk) ? chunk.toString() : chunk);
    const { method = 'GET', host, hostname, path = '/', headers = {} } = this.options;
    const body = this.chunks.join('');
    const request = { method, host: hostname ?? host ?? '', path, headers: lowerCased(headers), body };
    this.transport(request, (answer) => {
      if (this.isOver) return;
      this.isOver = true;
      if (answer instanceof Error) this.emit('error', answer);
      else this.emit('response', incoming(answer));
    });
    return this;
  }

  destroy(error?: Error): this {
    if (this.isOver) return this;
    this.isOver = true;
    if (error) this.emit('error', error);
    return this;
  }

  abort(): void {
    this.destroy();
  }

  setTimeout(): this {
    return this;
  }

  setHeader(): void {}

  flushHeaders(): void {}
}

function incoming({ status, headers, body }: HttpResponse): Readable {
  return Object.assign(Readable.from([Buffer.from(body)]), { statusCode: status, statusMessage: '', headers });
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** A stand-in for both `node:http` and `node:https`. */
export function httpModule(transport: HttpTransport): object {
  const request = (options: RequestOptions, onResponse?: (response: Readable) => void) => {
    const made = new Request(options, transport);
    if (onResponse) made.on('response', onResponse);
    return made;
  };
  return { ...http, request, get: request, default: { ...http, request } };
}
