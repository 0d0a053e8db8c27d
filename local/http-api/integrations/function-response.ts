import type { OutgoingHttpHeaders } from 'node:http';
import type { LocalResponse } from '../../endpoint/http';
import type { JsonValue } from '../../stepfunctions';
import { isObject } from '../../stepfunctions/json';

/** The result of a function is none that API Gateway can answer with; the message is AWS's, for the log. */
export class MalformedResponse extends Error {
  constructor(reason: string) {
    super(`The response from the Lambda function doesn't match the format that API Gateway expects. ${reason}`);
  }
}

/** Set anew for the connection to the caller. */
const NOT_HANDED_ON = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

/**
 * The answer that a function's result stands for, payload format 2.0: what has no `statusCode` is the body itself.
 *
 * @param payload JSON text
 * @throws MalformedResponse
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
 */
export function functionResponse(payload: string): LocalResponse {
  const result = JSON.parse(payload) as JsonValue;
  if (!isObject(result) || result.statusCode === undefined) {
    const body = typeof result === 'string' ? result : payload;
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { body = null, isBase64Encoded = false } = result;
  if (body !== null && typeof body !== 'string') throw wrongType('body');
  if (typeof isBase64Encoded !== 'boolean') throw wrongType('isBase64Encoded');
  return {
    statusCode: statusOf(result.statusCode),
    // A body of which nothing is said is text.
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...withCookies(headersOf(result.headers), result.cookies) },
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

function statusOf(value: JsonValue): number {
  const status = typeof value === 'string' ? Number(value) : value;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    throw wrongType('statusCode');
  }
  return status;
}

function headersOf(value: JsonValue = null): OutgoingHttpHeaders {
  if (value === null) return {};
  if (!isObject(value)) throw wrongType('headers');
  const headers = Object.entries(value).map(([name, each]): [string, string] => {
    if (each !== null && typeof each === 'object') throw wrongType('headers');
    return [name.toLowerCase(), String(each ?? '')];
  });
  return Object.fromEntries(headers.filter(([name]) => !NOT_HANDED_ON.has(name)));
}

/** Each cookie is a header of its own; those of the list come before one that is among the headers. */
function withCookies(headers: OutgoingHttpHeaders, value: JsonValue = null): OutgoingHttpHeaders {
  if (value === null) return headers;
  if (!Array.isArray(value)) throw wrongType('cookies');
  const cookies = [...value, ...[headers['set-cookie'] ?? []].flat()].map((cookie) => {
    if (typeof cookie !== 'string') throw wrongType('cookies');
    return cookie;
  });
  return cookies.length === 0 ? headers : { ...headers, 'set-cookie': cookies };
}

const wrongType = (field: string) => new MalformedResponse(`Lambda body contains the wrong type for field "${field}"`);
