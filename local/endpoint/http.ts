import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { AwsError } from '../aws/error';
import { StepFunctionsError } from '../stepfunctions';
import { callerGone } from '../stepfunctions/server/caller-gone';

/** A request that one of our own parts serves, read whole. */
export interface LocalRequest {
  method: string;
  /** Path and query as they were sent, and as they were signed. */
  url: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Aborted when the caller has gone away. */
  signal: AbortSignal;
}

export interface LocalResponse {
  statusCode: number;
  headers?: OutgoingHttpHeaders;
  body: string | Buffer;
}

export function readBody(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => resolve(Buffer.concat(chunks)));
    message.on('error', reject);
  });
}

export async function readRequest(message: IncomingMessage, response: ServerResponse): Promise<LocalRequest> {
  const signal = callerGone(response);
  const url = message.url ?? '/';
  const [path = '/', search = ''] = url.split('?', 2);
  return {
    method: message.method ?? 'GET',
    url,
    path,
    query: new URLSearchParams(search),
    headers: message.headers,
    body: await readBody(message),
    signal,
  };
}

export function send(response: ServerResponse, answer: LocalResponse): void {
  const headers = {
    'x-amzn-requestid': randomUUID(),
    'content-length': Buffer.byteLength(answer.body),
    ...answer.headers,
  };
  response.writeHead(answer.statusCode, headers).end(answer.body);
}

/** A JSON answer of a REST service such as Lambda. */
export function restJson(statusCode: number, body: unknown): LocalResponse {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** An error as a REST service words it. */
export function restError(error: unknown): LocalResponse {
  const { code, message, statusCode } = asAwsError(error);
  const type = statusCode >= 500 ? 'Service' : 'User';
  const answer = restJson(statusCode, { Type: type, message, Message: message });
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': code } };
}

/** An answer of a service that speaks AWS JSON 1.0. */
export function awsJson(body: unknown): LocalResponse {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(body ?? {}),
  };
}

export function awsJsonError(error: unknown): LocalResponse {
  const { code, message, statusCode } = asAwsError(error);
  return { ...awsJson({ __type: code, message }), statusCode };
}

/** Whatever was thrown as an error of a service; what nobody foresaw is `InternalFailure`, with its stack for whom it may help. */
export function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof StepFunctionsError) return new AwsError(error.code, error.message, error.statusCode);
  return new AwsError('InternalFailure', error instanceof Error ? (error.stack ?? error.message) : String(error), 500);
}
