import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { StepFunctionsError } from '../errors';
import { DEEPEST, isObject, type JsonObject, tooDeepAt } from '../json';

/** The most that AWS takes in one request, in bytes. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const LARGEST_REQUEST = 1024 * 1024;

const TARGET = /^AWSStepFunctions\.(\w+)$/;

/**
 * The operation that a request asks for.
 *
 * @throws UnknownOperationException for what does not speak to Step Functions in AWS JSON.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function operationOf({ method, headers }: IncomingMessage): string {
  if (method !== 'POST') {
    throw new StepFunctionsError('UnknownOperationException', `A request must be a POST, not a ${method}.`, 404);
  }
  const target = headers['x-amz-target'];
  const operation = typeof target === 'string' ? TARGET.exec(target)?.[1] : undefined;
  if (operation) return operation;
  const found = target === undefined ? 'it is missing' : `not '${String(target)}'`;
  const message = `The header X-Amz-Target must be AWSStepFunctions.<operation>; ${found}.`;
  throw new StepFunctionsError('UnknownOperationException', message);
}

/**
 * The body of a request. One that is too large is read to its end and dropped, so that its sender hears why.
 *
 * @throws SerializationException, RequestEntityTooLargeException
 */
export async function readInput(message: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_REQUEST) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > LARGEST_REQUEST) {
    const detail = `The request has ${size} bytes; it may have ${LARGEST_REQUEST}.`;
    throw new StepFunctionsError('RequestEntityTooLargeException', detail, 413);
  }
  return parse(Buffer.concat(chunks).toString('utf8'));
}

function parse(text: string): JsonObject {
  if (text === '') return {};
  if (tooDeepAt(text) !== undefined) {
    throw new StepFunctionsError('SerializationException', `The body has more than ${DEEPEST} levels of nesting.`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    throw new StepFunctionsError('SerializationException', `The body is not JSON: ${(error as Error).message}`);
  }
  throw new StepFunctionsError('SerializationException', 'The body must be a JSON object.');
}

export function sendOutput(response: ServerResponse, output: unknown): void {
  send(response, 200, output ?? {});
}

/** Whatever was thrown, as the protocol gives it. What nobody foresaw is `InternalFailure`, with its stack for whom it may help. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof StepFunctionsError) {
    send(response, error.statusCode, { __type: error.code, message: error.message });
    return;
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  send(response, 500, { __type: 'InternalFailure', message });
}

function send(response: ServerResponse, statusCode: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(statusCode, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}
