import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { newTraceId } from '../lambda/host';
import type { ApiAddress } from './address';

/** A request to an API, as API Gateway reads it. */
export interface GatewayRequest {
  /** `apigw-requestid`: 16 characters. */
  id: string;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  method: string;
  /** Percent-encoded, with the stage if the path names one. */
  path: string;
  /** As it was sent, without `?`; empty for none. */
  queryString: string;
  /** Decoded; several values of a name are joined by commas. */
  query: { [name: string]: string };
  /** Names in lower case; several values of a name are joined by commas. Without cookies. */
  headers: { [name: string]: string };
  cookies: string[];
  /** Undefined when there was more of it than API Gateway takes. */
  body: Buffer | undefined;
  /** `HTTP/1.1` */
  protocol: string;
  sourceIp: string;
  domainName: string;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Reads a request whole, but for a body that is too large. */
export async function readGatewayRequest(
  message: IncomingMessage,
  address: ApiAddress,
  { region, now }: { region: string; now: number },
): Promise<GatewayRequest> {
  const queryString = message.url?.split('?').slice(1).join('?') ?? '';
  const sourceIp = message.socket.remoteAddress ?? '127.0.0.1';
  const { cookie = [], ...values } = message.headersDistinct;
  const headers = joinedHeaders(values);
  return {
    id: randomBytes(11).toString('base64'),
    receivedAt: now,
    method: message.method ?? 'GET',
    path: address.path,
    queryString,
    query: joinedQuery(queryString),
    headers: {
      ...headers,
      'x-amzn-trace-id': headers['x-amzn-trace-id'] ?? newTraceId(),
      'x-forwarded-for': [headers['x-forwarded-for'], sourceIp].filter(Boolean).join(', '),
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    cookies: cookie.flatMap((header) => header.split(/;\s*/)).filter((each) => each !== ''),
    body: await limitedBody(message),
    protocol: `HTTP/${message.httpVersion}`,
    sourceIp,
    domainName: address.domainName ?? `${address.apiId}.execute-api.${region}.amazonaws.com`,
  };
}

function joinedHeaders(values: NodeJS.Dict<string[]>): { [name: string]: string } {
  return Object.fromEntries(Object.entries(values).map(([name, list = []]) => [name, list.join(',')]));
}

function joinedQuery(queryString: string): { [name: string]: string } {
  const query = new URLSearchParams(queryString);
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
}

/** What is too much is read all the same, so that the caller hears why. */
function limitedBody(message: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else chunks = [];
    });
    message.on('end', () => resolve(bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined));
    message.on('error', reject);
  });
}
