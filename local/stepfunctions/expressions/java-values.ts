import { isObject, type JsonObject, type JsonValue } from '../json';

/**
 * The elements without repetition, in the order in which a Java `HashSet` gives them: AWS returns the values of
 * `States.ArrayUnique` like that, so that `[true, false]` comes back as `[false, true]`.
 */
export function uniqueInJavaOrder(values: readonly JsonValue[]): JsonValue[] {
  const found = new Map<string, { value: JsonValue; spread: number }>();
  for (const value of values) {
    const key = canonical(value);
    if (!found.has(key)) found.set(key, { value, spread: spread(hashCode(value)) });
  }
  const mask = capacityFor(found.size) - 1;
  const buckets = [...found.values()].map((entry) => ({ ...entry, bucket: entry.spread & mask }));
  return buckets.sort((a, b) => a.bucket - b.bucket).map(({ value }) => value);
}

/** The places of the names in the order in which a Java `HashMap` gives them: so AWS orders the columns of a CSV file. */
export function hashMapOrder(names: readonly string[]): number[] {
  const mask = capacityFor(names.length) - 1;
  const buckets = names.map((name, place) => ({ place, bucket: spread(hashCode(name)) & mask }));
  return buckets.sort((a, b) => a.bucket - b.bucket).map(({ place }) => place);
}

/** How many buckets a `HashMap` has that has grown to this size. */
function capacityFor(size: number): number {
  let capacity = 16;
  while (size > capacity * 0.75) capacity *= 2;
  return capacity;
}

/** `HashMap.hash`. */
const spread = (hash: number) => hash ^ (hash >>> 16);

function hashCode(value: JsonValue): number {
  if (value === null) return 0;
  if (typeof value === 'string')
    return [...codeUnits(value)].reduce((hash, unit) => (Math.imul(31, hash) + unit) | 0, 0);
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  if (typeof value === 'number') return numberHash(value);
  if (Array.isArray(value))
    return value.reduce<number>((hash, element) => (Math.imul(31, hash) + hashCode(element)) | 0, 1);
  return Object.entries(value).reduce((hash, [name, field]) => (hash + (hashCode(name) ^ hashCode(field))) | 0, 0);
}

function numberHash(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value | 0;
  const bits = new DataView(new ArrayBuffer(8));
  if (Number.isSafeInteger(value)) bits.setBigInt64(0, BigInt(value));
  else bits.setFloat64(0, value);
  return bits.getInt32(0) ^ bits.getInt32(4);
}

function* codeUnits(text: string): Generator<number> {
  for (let at = 0; at < text.length; at++) yield text.charCodeAt(at);
}

/** The same text for equal values, whatever the order of an object's fields. */
export function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical((value as JsonObject)[name] ?? null)}`).join(',')}}`;
}

/** A value as Java's `toString` writes it: AWS puts objects and arrays like that into the text that `States.Format` makes. */
export function javaText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, field]) => `${name}=${javaText(field)}`)
    .join(', ')}}`;
}
