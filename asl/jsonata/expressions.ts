import { isJsonArray, isJsonata, isJsonObject, type Jsonata, type JsonValue } from '../definition/json';
import type { AnyState } from '../definition/workflow';

/** A string in a state, and the path to it: `Arguments.Payload.input`. */
export interface PlacedString {
  readonly path: string;
  readonly text: string;
}

/** Every string inside a value, depth first, in the order they are written. */
export function stringsIn(value: unknown, path: string): readonly PlacedString[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((entry, index) => stringsIn(entry, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => stringsIn(entry, path === '' ? key : `${path}.${key}`));
}

/** A state's fields that hold other states, or text that is never evaluated. */
const notEvaluated = new Set(['ItemProcessor', 'Branches', 'Comment', 'Type', 'Resource', 'Next', 'Default']);

/** Every string that Step Functions may evaluate when it runs a state; those of the scopes inside it are theirs. */
export function evaluatedStrings(state: AnyState): readonly PlacedString[] {
  return Object.entries(state)
    .filter(([field]) => !notEvaluated.has(field))
    .flatMap(([field, value]) => stringsIn(value, field));
}

/** An expression in a value, and the path to it. */
export interface PlacedExpression {
  readonly path: string;
  readonly expression: Jsonata;
}

/** Every JSONata expression inside a value. */
export function expressionsIn(value: JsonValue | undefined, path: string): readonly PlacedExpression[] {
  return stringsIn(value, path).flatMap(({ path: place, text }) =>
    isJsonata(text) ? [{ path: place, expression: text }] : [],
  );
}

/** Every JSONata expression inside a value that is not the value of one of these keys. */
export function expressionsNotUnder(
  value: JsonValue | undefined,
  path: string,
  keys: ReadonlySet<string>,
): readonly PlacedExpression[] {
  if (isJsonata(value)) return [{ path, expression: value }];
  if (isJsonArray(value)) {
    return value.flatMap((entry, index) => expressionsNotUnder(entry, `${path}[${index}]`, keys));
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    keys.has(key) ? [] : expressionsNotUnder(entry, `${path}.${key}`, keys),
  );
}
