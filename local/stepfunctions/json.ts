/** Any value that JSON can hold. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

/** A JSON object. */
export type JsonObject = { [key: string]: JsonValue };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Gives an object a field of its own: assigned, `__proto__` would become its prototype, and no field. */
export function setField(object: JsonObject, name: string, value: JsonValue): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

/** The name that JSON gives to a value's type, as AWS uses it in error messages. */
export function jsonType(value: JsonValue): 'null' | 'array' | 'object' | 'string' | 'number' | 'boolean' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'object' | 'string' | 'number' | 'boolean';
}

/** How many arrays and objects may stand within each other, as in the JSON library that AWS's messages are from. */
export const DEEPEST = 1000;

/** Where a text is nested too deeply, whether it is JSON otherwise or not; undefined where it is not. */
export function tooDeepAt(text: string): number | undefined {
  // Most texts are too short for that.
  if (text.length <= DEEPEST) return undefined;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '[' || character === '{') && ++depth > DEEPEST) return at;
    else if (!quoted && (character === ']' || character === '}')) depth -= 1;
  }
  return undefined;
}

/** Numbers, and texts so that those in them are none. */
const NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A number that would become another one, and where it stands; undefined where there is none. */
export function inexactNumber(text: string): { number: string; at: number } | undefined {
  if (!/\d{16}|\d[eE]\+?\d{3}/.test(text)) return undefined;
  for (const { 0: number, index: at } of text.matchAll(NUMBERS)) {
    if (!number.startsWith('"') && !keeps(number)) return { number, at };
  }
  return undefined;
}

/** Of integers all digits count, as AWS keeps them; fractions are rounded there, too. */
function keeps(number: string): boolean {
  const value = Number(number);
  if (!Number.isFinite(value)) return false;
  return !/^-?\d{16,}$/.test(number) || String(value) === number || BigInt(number) === BigInt(value);
}

/** What is said of a number that would be another one. */
export const inexact = (number: string) =>
  `The local Step Functions cannot keep the number ${number} as it is. Give it as a text`;

/**
 * What a text from outside stands for. Whatever works through it may call itself for each level.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): JsonValue {
  const large = inexactNumber(text);
  if (large) throw new SyntaxError(inexact(large.number));
  if (tooDeepAt(text) !== undefined) throw new SyntaxError(`More than ${DEEPEST} levels of nesting`);
  return JSON.parse(text) as JsonValue;
}
