import { isObject, type JsonObject, type JsonValue } from '../json';

/** The members of this API in which times are given as seconds. */
const TIME = /^(?:timestamp|[a-z]+Date)$/;

/** An answer of this service with its members as Task states see them: capitalized, sorted, times converted. */
export function capitalized(value: unknown, time: (ms: number) => JsonValue, name = ''): JsonValue {
  if (Array.isArray(value)) return value.map((element) => capitalized(element, time));
  if (typeof value === 'number' && TIME.test(name)) return time(Math.round(value * 1000));
  if (!isObject(value)) return value as JsonValue;
  const fields = Object.entries(value).map(([key, field]): [string, JsonValue] => [
    key.charAt(0).toUpperCase() + key.slice(1),
    capitalized(field, time, key),
  ]);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Members of requests that are text, which Task states may give as any value. */
const TEXT = new Set(['input', 'output', 'definition', 'cause']);

/** A Task's arguments as a request to this service; null stands for no value. */
export function request(given: JsonObject): JsonObject {
  const input: JsonObject = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === null) continue;
    const name = key.charAt(0).toLowerCase() + key.slice(1);
    input[name] = TEXT.has(name) && typeof value !== 'string' ? JSON.stringify(value) : nested(value);
  }
  return input;
}

function nested(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(nested);
  return isObject(value) ? request(value) : value;
}
