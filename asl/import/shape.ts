import { isJsonArray, isJsonata, isJsonObject, type JsonObject, type JsonValue } from '../definition/json';

/** Says what is wrong with a value, each clause with the path it is about; nothing when the value is right. */
export type Check = (value: JsonValue, path: string) => readonly string[];

/** The fields of an object, and whether each must be there. */
export interface Fields {
  readonly [name: string]: { readonly check: Check; readonly required: boolean };
}

function simple(accepts: (value: JsonValue) => boolean, description: string): Check {
  return (value, path) => (accepts(value) ? [] : [`${path} must be ${description}`]);
}

export const text = simple((value) => typeof value === 'string', 'a string');
export const number = simple((value) => typeof value === 'number', 'a number');
export const numberOrJsonata = simple(
  (value) => typeof value === 'number' || isJsonata(value),
  'a number or a JSONata expression',
);
export const jsonata = simple(isJsonata, 'a JSONata expression, between {% and %}');
export const json: Check = () => [];
export const object = simple(isJsonObject, 'an object');
export const objectOrJsonata = simple(
  (value) => isJsonObject(value) || isJsonata(value),
  'an object or a JSONata expression',
);
export const listOrJsonata = simple(
  (value) => isJsonArray(value) || isJsonata(value),
  'an array or a JSONata expression',
);

/** One of a few values. */
export function oneOf(...values: readonly JsonValue[]): Check {
  return simple((value) => values.includes(value), values.map((value) => JSON.stringify(value)).join(' or '));
}

/** A string of a pattern. */
export function matching(pattern: RegExp): Check {
  return simple((value) => typeof value === 'string' && pattern.test(value), `a string like ${pattern.source}`);
}

/** An array, each of its entries of one shape. */
export function listOf(check: Check): Check {
  return (value, path) =>
    isJsonArray(value)
      ? value.flatMap((entry, index) => check(entry, `${path}[${index}]`))
      : [`${path} must be an array`];
}

/** A field that must be there. */
export function required(check: Check): { readonly check: Check; readonly required: boolean } {
  return { check, required: true };
}

/** A field that may be there. */
export function optional(check: Check): { readonly check: Check; readonly required: boolean } {
  return { check, required: false };
}

/** Fields of JSONPath, whose place in JSONata is another: they get a message of their own. */
const jsonPathFields: ReadonlySet<string> = new Set([
  'CausePath',
  'ErrorPath',
  'HeartbeatSecondsPath',
  'InputPath',
  'ItemsPath',
  'MaxConcurrencyPath',
  'OutputPath',
  'Parameters',
  'Result',
  'ResultPath',
  'ResultSelector',
  'SecondsPath',
  'TimeoutSecondsPath',
  'TimestampPath',
  'Variable',
]);

function unknownField(name: string, path: string): string {
  return jsonPathFields.has(name)
    ? `${path} is a field of JSONPath: convert the state to JSONata in Workflow Studio`
    : `${path} is no field that this library knows`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Checks the fields of an object that is known to be one. */
export function fieldProblems(fields: Fields, value: JsonObject, path: string): readonly string[] {
  const missing = Object.entries(fields)
    .filter(([name, field]) => field.required && !Object.hasOwn(value, name))
    .map(([name]) => `${join(path, name)} is missing`);
  const given = Object.entries(value).flatMap(([name, entry]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field === undefined ? [unknownField(name, join(path, name))] : field.check(entry, join(path, name));
  });
  return [...missing, ...given];
}

/** An object with these fields and no others. */
export function objectOf(fields: Fields): Check {
  return (value, path) => (isJsonObject(value) ? fieldProblems(fields, value, path) : [`${path} must be an object`]);
}
