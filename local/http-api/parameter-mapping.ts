import type { JsonValue } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import { decodedPath } from './escapes';
import type { Exchange } from './exchange';

/** What expressions are read from. */
export type MappingSource = Pick<Exchange, 'request' | 'path' | 'pathParameters' | 'context' | 'stage'>;

const WHOLE = /^\$((?:request|context|stageVariables)\..+)$/;
const EMBEDDED = /\$\{((?:request|context|stageVariables)\.[^}]+)\}/g;
/** Of a body, no more than this is looked at for a part of it. */
const JSON_PATH_BYTES = 100 * 1024;
const JSON_PATH_STEP = /\.([^.[\]]+)|\[(\d+)\]|\['([^']+)'\]/gy;

/**
 * The value of a parameter: a selection expression as `$request.body.id`, a text with such in braces as `${request.path.id}`, or a
 * constant. Undefined for an expression that selects nothing.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export function mappedValue(value: string, source: MappingSource): string | undefined {
  const whole = WHOLE.exec(value)?.[1];
  if (whole !== undefined) return selected(whole, source);
  return value.replace(EMBEDDED, (_text, expression: string) => selected(expression, source) ?? '');
}

/** What is wrong with a parameter's value, if anything: told when an integration is made, since it could not be mapped later. */
export function mappingFault(value: string): string | undefined {
  const expressions =
    WHOLE.exec(value)?.slice(1) ?? [...value.matchAll(EMBEDDED)].map(([, expression = '']) => expression);
  for (const expression of expressions) {
    const [source, part] = expression.split('.', 2);
    if (source === 'request' && !/^(header|querystring|path|body)$/.test(part?.replace(/\[.*$/, '') ?? '')) {
      return `"${expression}" selects from no part of a request: header, querystring, path and body are.`;
    }
    if (expression.startsWith('request.body') && jsonPath(expression.slice('request.body'.length)) === undefined) {
      return `"${expression}" is no path into a body that API Gateway knows.`;
    }
  }
  const stray = WHOLE.test(value) ? undefined : /\$(?:request|context|stageVariables)\.[\w.]+/.exec(value)?.[0];
  return stray && `"${stray}" stands within a text and would stay as it is: write "\${${stray.slice(1)}}".`;
}

function selected(expression: string, source: MappingSource): string | undefined {
  const { request, context, stage, pathParameters } = source;
  const [root = '', part = '', ...rest] = expression.split('.');
  const name = rest.join('.');
  if (root === 'context') return context.get(expression.slice('context.'.length));
  if (root === 'stageVariables') return stage.stageVariables?.[expression.slice('stageVariables.'.length)];
  if (part === 'header') return request.headers[name.toLowerCase()];
  if (part === 'querystring') return request.query[name];
  if (part === 'path') return name === '' ? decodedPath(source.path) : pathParameters[name];
  return ofBody(request.body ?? Buffer.alloc(0), expression.slice('request.body'.length));
}

function ofBody(body: Buffer, path: string): string | undefined {
  if (body.length === 0) return undefined;
  if (path === '') return body.toString('utf8');
  const value = (jsonPath(path) ?? []).reduce<JsonValue | undefined>(step, parsed(body));
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parsed(body: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(body.subarray(0, JSON_PATH_BYTES).toString('utf8')) as JsonValue;
  } catch {
    return undefined;
  }
}

function step(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(name)];
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The names and indices of `.a.b[0]['c']`; undefined for any other path. */
function jsonPath(path: string): string[] | undefined {
  const steps = [...path.matchAll(JSON_PATH_STEP)];
  const length = steps.reduce((total, [text]) => total + text.length, 0);
  return length === path.length ? steps.map(([, name, index, quoted]) => name ?? index ?? quoted ?? '') : undefined;
}
