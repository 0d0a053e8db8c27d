/** Any value that JSON can hold. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

/** A JSON object. */
export type JsonObject = { [key: string]: JsonValue };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/**
 * What a text from outside stands for. Whatever works through it may call itself for each level.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): JsonValue {
  if (tooDeepAt(text) !== undefined) throw new SyntaxError(`More than ${DEEPEST} levels of nesting`);
  return JSON.parse(text) as JsonValue;
}
