import { isObject, type JsonValue } from '../../stepfunctions/json';
import { type Member, type ServiceModel, shapeOf } from './model';
import { formatTime, scalar } from './scalars';
import { isMembers, type Value } from './values';

/** A value as AWS's JSON protocols write it: times in seconds, bytes in base64. */
export function encodeJson(value: Value, member: Member, model: ServiceModel): JsonValue {
  const shape = shapeOf(model, member.shape);
  if (value instanceof Date)
    return formatTime(value, member.timestampFormat ?? shape.timestampFormat ?? 'unixTimestamp');
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (Array.isArray(value)) return value.map((each) => (shape.member ? encodeJson(each, shape.member, model) : null));
  if (!isMembers(value)) return value;
  const entries = Object.entries(value).flatMap(([name, each]): [string, JsonValue][] => {
    const field = shape.type === 'map' ? shape.value : shape.members?.[name];
    if (!field || field.location) return [];
    return [[shape.type === 'map' ? name : (field.locationName ?? name), encodeJson(each, field, model)]];
  });
  return Object.fromEntries(entries);
}

export function decodeJson(value: JsonValue, member: Member, model: ServiceModel): Value {
  const shape = shapeOf(model, member.shape);
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((each) => (shape.member ? decodeJson(each, shape.member, model) : null));
  if (isObject(value)) {
    const { value: field } = shape;
    if (shape.type === 'map' && field) {
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, decodeJson(each, field, model)]));
    }
    const entries = Object.entries(shape.members ?? {}).flatMap(([name, each]): [string, Value][] => {
      const found = value[each.locationName ?? name];
      return found === undefined || found === null ? [] : [[name, decodeJson(found, each, model)]];
    });
    return Object.fromEntries(entries);
  }
  if (shape.type === 'timestamp' || shape.type === 'blob') return scalar(String(value), shape.type);
  return value;
}
