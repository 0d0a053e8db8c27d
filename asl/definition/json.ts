/** A JSON value, as a state's data and a state's fields hold it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/**
 * A JSONata expression: Step Functions evaluates a string that begins with `{%` and ends with `%}`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export type Jsonata = `{%${string}%}`;

/** Whether Step Functions will evaluate this value as a JSONata expression. */
export function isJsonata(value: unknown): value is Jsonata {
  return typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}');
}

/** The expression between the delimiters, trimmed. */
export function expressionOf(value: Jsonata): string {
  return value.slice(2, -2).trim();
}

/** Whether this value is a JSON object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether this value is a JSON array; unlike `Array.isArray`, it keeps the element type of a read-only array. */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
