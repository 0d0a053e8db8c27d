import { AwsError } from '../../aws/error';
import type { JsonObject, JsonValue } from '../../stepfunctions';
import { isObject } from '../../stepfunctions/json';
import { type Member, type ServiceModel, shapeOf } from './model';

/** A value by the names of the model, with times and bytes as what they are. */
export type Value = null | boolean | number | string | Date | Buffer | Value[] | Members;
export interface Members {
  [name: string]: Value;
}

/** How members are named in Task states: by the model's own names in optimized integrations, by the SDK's in others. */
export type Naming = (modelName: string) => string;

export const isMembers = (value: Value | undefined): value is Members =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date || Buffer.isBuffer(value));

/** Reads what a Task gives as the value that the model asks for. @throws AwsError SerializationException */
export function fromTask(value: JsonValue, member: Member, model: ServiceModel, naming: Naming): Value {
  const shape = shapeOf(model, member.shape);
  switch (shape.type) {
    case 'structure':
      return members(objectOf(value, member), shape.members ?? {}, model, naming);
    case 'list': {
      const { member: element } = shape;
      if (!Array.isArray(value) || !element) throw wrong(value, 'a list', member);
      return value.map((each) => fromTask(each, element, model, naming));
    }
    case 'map': {
      const { value: field } = shape;
      if (!field) throw wrong(value, 'a map', member);
      const entries = Object.entries(objectOf(value, member));
      return Object.fromEntries(entries.map(([name, each]) => [name, fromTask(each, field, model, naming)]));
    }
    case 'timestamp':
      return timestamp(value, member);
    case 'blob':
      // AWS writes the JSON text of what is given as S3's Body, text included.
      return Buffer.from(typeof value === 'string' && !member.streaming ? value : JSON.stringify(value));
    case 'string':
      return typeof value === 'string' ? value : JSON.stringify(value);
    default:
      return value as Value;
  }
}

function members(
  given: JsonObject,
  known: { readonly [name: string]: Member },
  model: ServiceModel,
  naming: Naming,
): Members {
  const names = new Map(Object.keys(known).map((name) => [naming(name), name]));
  const result: Members = {};
  for (const [key, value] of Object.entries(given)) {
    const name = names.get(key);
    const member = name === undefined ? undefined : known[name];
    if (name === undefined || !member) {
      throw new AwsError('SerializationException', `The field '${key}' is not supported by Step Functions`);
    }
    if (value !== null) result[name] = fromTask(value, member, model, naming);
  }
  return result;
}

function timestamp(value: JsonValue, member: Member): Date {
  const date = new Date(typeof value === 'number' ? value * 1000 : String(value));
  if (Number.isNaN(date.getTime())) throw wrong(value, 'a time such as 2026-01-01T00:00:00Z', member);
  return date;
}

function objectOf(value: JsonValue, member: Member): JsonObject {
  if (isObject(value)) return value;
  throw wrong(value, 'an object', member);
}

const wrong = (value: JsonValue, expected: string, { shape }: Member) =>
  new AwsError('SerializationException', `${JSON.stringify(value)} is not ${expected}, which ${shape} has to be.`);

/** What a Task gets of a value that the service answered: times in ISO 8601, bytes as text. */
export function toTask(value: Value, member: Member, model: ServiceModel, naming: Naming): JsonValue {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  const shape = shapeOf(model, member.shape);
  if (Array.isArray(value)) {
    const { member: element } = shape;
    return value.map((each) => (element ? toTask(each, element, model, naming) : null));
  }
  if (!isMembers(value)) return value;
  if (shape.type === 'map') {
    const { value: field } = shape;
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([name, each]) => [name, field ? toTask(each, field, model, naming) : null]));
  }
  return structure(value, shape.members ?? {}, model, naming);
}

/** Members in alphabetical order, as AWS has them, what is streamed at the end. */
function structure(
  value: Members,
  known: { readonly [name: string]: Member },
  model: ServiceModel,
  naming: Naming,
): JsonObject {
  const entries = Object.entries(value).flatMap(([name, each]): [string, JsonValue, boolean][] => {
    const member = known[name];
    return member ? [[naming(name), toTask(each, member, model, naming), member.streaming === true]] : [];
  });
  entries.sort(([a, , aLast], [b, , bLast]) => (aLast === bLast ? (a < b ? -1 : 1) : aLast ? 1 : -1));
  return Object.fromEntries(entries.map(([name, each]) => [name, each]));
}
