import { STATUS_CODES } from 'node:http';
import type { AwsClient, RestRequest } from '../aws/client';
import type { JsonObject, JsonValue, TaskOutcome, TaskRequest } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import { type ActingRoleParts, actingSession } from './acting-role';

export interface ApiGatewayParts extends ActingRoleParts {
  client: Pick<AwsClient, 'query' | 'send'>;
}

/**
 * `<id>.execute-api.<region>.amazonaws.com`, or as the local AWS names it, `127.0.0.1:<port>/_aws/execute-api/<id>`; with or without
 * the protocol.
 */
const ENDPOINT = /^(?:https?:\/\/)?(?:([a-z0-9]+)\.execute-api\.|127\.0\.0\.1:\d+\/_aws\/execute-api\/([a-z0-9]+)\/?$)/;

/**
 * `arn:aws:states:::apigateway:invoke`: an HTTP request to an API of the local AWS, and to none outside of it.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
 */
export async function invokeApi(task: TaskRequest, parts: ApiGatewayParts): Promise<TaskOutcome> {
  const parameters = isObject(task.arguments) ? task.arguments : {};
  const [, byHost, api = byHost] = ENDPOINT.exec(String(parameters.ApiEndpoint)) ?? [];
  if (api === undefined) {
    const cause = `The local AWS calls its own APIs only, whose ApiEndpoint begins with "<API id>.execute-api.". ${JSON.stringify(parameters.ApiEndpoint ?? null)} is none.`;
    return { error: 'States.Runtime', cause };
  }
  const signed = parameters.AuthType === 'IAM_ROLE' || parameters.AuthType === 'RESOURCE_POLICY';
  const credentials = signed ? (await actingSession(task, parts)).credentials : undefined;
  const { statusCode, headers, body } = await parts.client.send(requestOf(api, parameters, task), credentials);
  const text = body.toString('utf8');
  if (statusCode >= 400) return { error: `ApiGateway.${statusCode}`, cause: text };
  return {
    output: {
      Headers: listed(headers),
      ResponseBody: parsed(text),
      StatusCode: statusCode,
      StatusText: STATUS_CODES[statusCode] ?? '',
    },
  };
}

function requestOf(api: string, parameters: JsonObject, { traceHeader }: TaskRequest): RestRequest {
  const { Stage, Path, Method, QueryParameters, Headers, RequestBody = null, AllowNullValues } = parameters;
  const path = [Stage, Path].flatMap((part) => (typeof part === 'string' ? part.replace(/^\/|\/$/g, '') : []));
  const content = AllowNullValues === true ? RequestBody : withoutNulls(RequestBody);
  const body = content === null ? '' : JSON.stringify(content);
  return {
    service: 'execute-api',
    method: String(Method ?? 'GET'),
    path: `/_aws/execute-api/${[api, ...path].filter((part) => part !== '').join('/')}`,
    query: joined(QueryParameters),
    headers: {
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
      ...(traceHeader === undefined ? {} : { 'x-amzn-trace-id': traceHeader }),
      ...joined(Headers),
    },
    body,
  };
}

/** Values are given as lists of texts. */
function joined(values: JsonValue | undefined): Record<string, string> {
  if (!isObject(values)) return {};
  const entries = Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]);
  return Object.fromEntries(entries.map(([name, value]) => [String(name), String(value)]));
}

function withoutNulls(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutNulls(each)]));
}

/** Names as HTTP/1.1 writes them, in alphabetical order. */
function listed(headers: { [name: string]: string | string[] | undefined }): JsonObject {
  const entries = Object.entries(headers).map(([name, value]): [string, string[]] => [
    name.startsWith('x-') ? name : name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase()),
    Array.isArray(value) ? value : [value ?? ''],
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
}

/** JSON as the value it stands for; any other text as it is. */
function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
