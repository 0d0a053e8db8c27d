import { compareMoments, type IsoMoment, parseIsoTime } from '../interpreter/iso-time';
import type { JsonValue } from '../json';

/** Compares the variable's value with another; false where the types do not fit. */
export type Comparison = (value: JsonValue, other: JsonValue) => boolean;
export type TypeTest = (value: JsonValue) => boolean;

const ORDERS: Record<string, (order: number) => boolean> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  GreaterThan: (order) => order > 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThanEquals: (order) => order >= 0,
};

/** How two values of each type are ordered; undefined when one is of another type. */
const TYPES: Record<string, (value: JsonValue, other: JsonValue) => number | undefined> = {
  String: (value, other) =>
    typeof value === 'string' && typeof other === 'string' ? (value < other ? -1 : value > other ? 1 : 0) : undefined,
  Numeric: (value, other) => (typeof value === 'number' && typeof other === 'number' ? value - other : undefined),
  Timestamp: (value, other) => {
    const [a, b] = [moment(value), moment(other)];
    return a && b && compareMoments(a, b);
  },
};

/** The operators of a choice rule that compare with a value. @see https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  BooleanEquals: (value, other) => typeof value === 'boolean' && value === other,
  StringMatches: (value, pattern) =>
    typeof value === 'string' && typeof pattern === 'string' && matchesPattern(value, pattern),
  ...Object.fromEntries(
    Object.entries(TYPES).flatMap(([type, compare]) =>
      Object.entries(ORDERS).map(([name, holds]): [string, Comparison] => [
        `${type}${name}`,
        (value, other) => {
          const order = compare(value, other);
          return order !== undefined && holds(order);
        },
      ]),
    ),
  ),
};

/** The operators that test a type. */
export const TYPE_TESTS: Readonly<Record<string, TypeTest>> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => moment(value) !== undefined,
};

/** Undefined for what is no timestamp. */
function moment(value: JsonValue): IsoMoment | undefined {
  return typeof value === 'string' ? parseIsoTime(value) : undefined;
}

/**
 * Whether a text matches a pattern, in which `*` stands for any text, and `\*` and `\\` for the characters themselves. Each part
 * is looked for once, where it comes first: with many `*` a regular expression could take for ever.
 */
function matchesPattern(text: string, pattern: string): boolean {
  const tokens = pattern.match(/\\[*\\]|\*|[^*\\]+|\\/g) ?? [];
  const parts = [''];
  for (const token of tokens) {
    if (token === '*') parts.push('');
    else parts[parts.length - 1] += /^\\[*\\]$/.test(token) ? token.slice(1) : token;
  }
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
