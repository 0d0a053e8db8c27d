import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Credentials } from './credentials';
import { parseAwsError } from './error';
import { canonicalQuery, sign } from './sigv4';

/** On AWS the endpoint speaks TLS only; a policy that asks for `aws:SecureTransport` must see the loopback endpoint as that. */
export const STANDS_FOR_TLS = { 'x-forwarded-proto': 'https' };

/** MiniStack closes a connection that is idle for 75 s; ours let go before it does, so that none is reused while it closes. */
export function keepAliveAgent(): Agent {
  return new Agent({ keepAlive: true, timeout: 60_000 });
}

/** The services that are spoken to in AWS JSON: the target's prefix and the protocol's version. */
const JSON_SERVICES = {
  dynamodb: { signing: 'dynamodb', target: 'DynamoDB_20120810', version: '1.0' },
  streams: { signing: 'dynamodb', target: 'DynamoDBStreams_20120810', version: '1.0' },
  sqs: { signing: 'sqs', target: 'AmazonSQS', version: '1.0' },
  events: { signing: 'events', target: 'AWSEvents', version: '1.1' },
  logs: { signing: 'logs', target: 'Logs_20140328', version: '1.1' },
  monitoring: { signing: 'monitoring', target: 'GraniteServiceVersion20100801', version: '1.0' },
} as const;

const QUERY_SERVICES = { iam: '2010-05-08', sts: '2011-06-15', sns: '2010-03-31' } as const;

export type JsonService = keyof typeof JSON_SERVICES;
export type QueryService = keyof typeof QUERY_SERVICES;

export interface RestRequest {
  service: string;
  method: string;
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface RestResponse {
  statusCode: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** An answer whose body comes as fast as it is read. */
export interface StreamResponse {
  statusCode: number;
  headers: IncomingHttpHeaders;
  body: AsyncIterable<Buffer>;
}

export interface AwsClientOptions {
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  region: string;
  agent?: Agent;
}

/**
 * Signed calls to one endpoint, each with the credentials it is made with: the local AWS acts as many roles at once, which
 * an SDK client, bound to one identity, does badly. Answers that are no 2xx are thrown as {@link AwsError}.
 */
export class AwsClient {
  readonly #url: URL;
  readonly #region: string;
  readonly #agent: Agent;

  constructor(options: AwsClientOptions) {
    this.#url = new URL(options.endpoint);
    this.#region = options.region;
    this.#agent = options.agent ?? keepAliveAgent();
  }

  /** A call of a service that speaks AWS JSON, e.g. `json('sqs', 'SendMessage', {...}, credentials)`. */
  async json(service: JsonService, operation: string, input: unknown, credentials: Credentials): Promise<unknown> {
    const { signing, target, version } = JSON_SERVICES[service];
    const response = await this.rest(
      {
        service: signing,
        method: 'POST',
        path: '/',
        headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}` },
        body: JSON.stringify(input),
      },
      credentials,
    );
    return response.body.length === 0 ? {} : JSON.parse(response.body.toString('utf8'));
  }

  /** A call of a service that speaks the query protocol; the answer is XML. */
  async query(
    service: QueryService,
    action: string,
    parameters: Record<string, string>,
    credentials: Credentials,
  ): Promise<string> {
    const form = canonicalQuery({ Action: action, Version: QUERY_SERVICES[service], ...parameters });
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const response = await this.rest({ service, method: 'POST', path: '/', headers, body: form }, credentials);
    return response.body.toString('utf8');
  }

  async rest(request: RestRequest, credentials: Credentials): Promise<RestResponse> {
    const { statusCode, headers, body } = await this.stream(request, credentials);
    return { statusCode, headers, body: await whole(body) };
  }

  /** `rest` without waiting for the body. */
  async stream(request: RestRequest, credentials: Credentials): Promise<StreamResponse> {
    const response = await this.#open(request, credentials);
    const statusCode = response.statusCode ?? 500;
    if (statusCode >= 300) {
      const errorType = response.headers['x-amzn-errortype'];
      const requestId = response.headers['x-amzn-requestid'] ?? response.headers['x-amz-request-id'];
      throw parseAwsError(
        statusCode,
        Array.isArray(errorType) ? errorType[0] : errorType,
        (await whole(response)).toString('utf8'),
        Array.isArray(requestId) ? requestId[0] : requestId,
      );
    }
    return { statusCode, headers: response.headers, body: response };
  }

  /** The answer whatever its status. @param credentials none for a request that nobody signs. */
  async send(request: RestRequest, credentials: Credentials | undefined): Promise<RestResponse> {
    const response = await this.#open(request, credentials);
    return { statusCode: response.statusCode ?? 500, headers: response.headers, body: await whole(response) };
  }

  #open(request: RestRequest, credentials: Credentials | undefined): Promise<IncomingMessage> {
    const body = request.body ?? '';
    const signed = { ...request, body, host: this.#url.host, region: this.#region };
    const headers = credentials ? sign(signed, credentials, new Date()) : (request.headers ?? {});
    const search = request.query ? `?${canonicalQuery(request.query)}` : '';
    return this.#send(request.method, request.path + search, headers, body);
  }

  #send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | Uint8Array,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          host: this.#url.hostname,
          port: this.#url.port,
          agent: this.#agent,
          method,
          path,
          headers: { ...headers, ...STANDS_FOR_TLS, 'content-length': Buffer.byteLength(body) },
        },
        resolve,
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

async function whole(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
