import type { IncomingHttpHeaders } from 'node:http';
import { encodeJson } from './json-codec';
import { type Member, type Operation, type ServiceModel, shapeOf } from './model';
import { scalar, textOf } from './scalars';
import { isMembers, type Members, type Value } from './values';
import { encodeXml } from './xml-codec';

export interface RestParts {
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** Spreads the members of a request over path, query, headers and body, as the model says. */
export function encodeRest(operation: Operation, input: Members, model: ServiceModel): RestParts {
  const shape = operation.input ? shapeOf(model, operation.input.shape) : { type: 'structure' };
  const [template = '/', search = ''] = operation.http.requestUri.split('?');
  const query: Record<string, string> = Object.fromEntries(new URLSearchParams(search));
  const headers: Record<string, string> = {};
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(input)) {
    const member = shape.members?.[name];
    const at = member?.locationName ?? name;
    if (!member?.location) continue;
    if (member.location === 'uri') labels[at] = textOf(value, 'iso8601');
    else if (member.location === 'header') headers[at] = text(value, member, model, 'rfc822');
    else if (member.location === 'headers') Object.assign(headers, prefixed(at, value));
    else if (isMembers(value)) for (const [key, each] of Object.entries(value)) query[key] = textOf(each, 'iso8601');
    else query[at] = text(value, member, model, 'iso8601');
  }
  return { path: filled(template, labels), query, headers, ...encodeBody(operation, input, model, headers) };
}

function encodeBody(operation: Operation, input: Members, model: ServiceModel, headers: Record<string, string>) {
  const shape = operation.input ? shapeOf(model, operation.input.shape) : { type: 'structure' };
  const xml = model.metadata.protocol === 'rest-xml';
  const { payload } = shape;
  const given = payload === undefined ? undefined : input[payload];
  const member = payload === undefined ? undefined : shape.members?.[payload];
  if (payload !== undefined && (given === undefined || !member)) return { body: '' };
  if (given !== undefined && member && (Buffer.isBuffer(given) || typeof given === 'string')) {
    headers['content-type'] ??= headers['Content-Type'] ?? 'text/plain; charset=UTF-8';
    return { body: given };
  }
  const inBody = Object.keys(input).some((name) => !shape.members?.[name]?.location);
  if (given === undefined && !inBody) return { body: '' };
  headers['content-type'] ??= xml ? 'application/xml' : 'application/json';
  const use: Member = given !== undefined && member ? member : { shape: operation.input?.shape ?? '' };
  const value = given ?? input;
  if (!xml) return { body: JSON.stringify(encodeJson(value, use, model)) };
  const named = member?.locationName ?? operation.input?.locationName ?? payload ?? use.shape;
  const namespace = operation.input?.xmlNamespace;
  return { body: encodeXml(named, value, namespace ? { ...use, xmlNamespace: namespace } : use, model) };
}

function text(value: Value, member: Member, model: ServiceModel, time: 'rfc822' | 'iso8601'): string {
  const { timestampFormat } = shapeOf(model, member.shape);
  const one = (each: Value) => textOf(each, member.timestampFormat ?? timestampFormat ?? time);
  return Array.isArray(value) ? value.map(one).join(',') : one(value);
}

function prefixed(prefix: string, value: Value): Record<string, string> {
  const entries = isMembers(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([name, each]) => [`${prefix}${name}`, textOf(each, 'rfc822')]));
}

/** `{Key+}` keeps its slashes. */
function filled(template: string, labels: Record<string, string>): string {
  return template.replace(/\{([^}+]+)(\+?)\}/g, (_, name: string, greedy: string) => {
    const parts = greedy ? (labels[name] ?? '').split('/') : [labels[name] ?? ''];
    return parts.map(encodePart).join('/');
  });
}

const encodePart = (part: string) =>
  encodeURIComponent(part).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** The members of an answer that stand in its headers and status. */
export function decodeHeaders(
  members: { readonly [name: string]: Member },
  statusCode: number,
  headers: IncomingHttpHeaders,
  model: ServiceModel,
): Members {
  const found: Members = {};
  for (const [name, member] of Object.entries(members)) {
    const { type } = shapeOf(model, member.shape);
    const at = (member.locationName ?? name).toLowerCase();
    if (member.location === 'statusCode') found[name] = statusCode;
    else if (member.location === 'headers') found[name] = withPrefix(at, headers);
    else if (member.location === 'header' && headers[at] !== undefined) found[name] = scalar(String(headers[at]), type);
  }
  return found;
}

function withPrefix(prefix: string, headers: IncomingHttpHeaders): Members {
  const entries = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), String(value)]));
}
