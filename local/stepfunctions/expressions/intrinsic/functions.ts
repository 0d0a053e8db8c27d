import { createHash } from 'node:crypto';
import { isObject, type JsonObject, type JsonValue, parseJson } from '../../json';
import { HASH_ALGORITHMS, seeded, uuid } from '../functions';
import { canonical, javaText, uniqueInJavaOrder } from '../java-values';

/** Thrown by a function that cannot work with its arguments. */
export class IntrinsicFault extends Error {}

type IntrinsicFunction = (all: JsonValue[], random: () => number) => JsonValue;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
const LONGEST_TEXT = 10_000;
const LONGEST_RANGE = 1_000;
const [SMALLEST_INT, LARGEST_INT] = [-(2 ** 31), 2 ** 31 - 1];

class InvalidArguments extends Error {}

const text = (value: JsonValue | undefined, longest = Number.POSITIVE_INFINITY): string => {
  if (typeof value !== 'string' || value.length > longest) throw new InvalidArguments();
  return value;
};

const number = (value: JsonValue | undefined): number => {
  if (typeof value !== 'number') throw new InvalidArguments();
  return value;
};

/** AWS cuts off what stands behind the point. */
const integer = (value: JsonValue | undefined): number => Math.trunc(number(value));

const array = (value: JsonValue | undefined): JsonValue[] => {
  if (!Array.isArray(value)) throw new InvalidArguments();
  return value;
};

const object = (value: JsonValue | undefined): JsonObject => {
  if (!isObject(value)) throw new InvalidArguments();
  return value;
};

const int32 = (value: number): number => {
  if (value < SMALLEST_INT || value > LARGEST_INT) throw new InvalidArguments();
  return value;
};

const rounded = (value: JsonValue | undefined): number => int32(Math.round(number(value)));

/** By name: how many arguments it takes, at least and at most, and what it does. */
const FUNCTIONS: Record<string, [least: number, most: number, run: IntrinsicFunction]> = {
  'States.Format': [1, Number.POSITIVE_INFINITY, ([template, ...values]) => format(text(template), values)],
  'States.StringToJson': [1, 1, ([json]) => parse(text(json))],
  'States.JsonToString': [1, 1, ([value = null]) => JSON.stringify(value)],
  'States.Array': [0, Number.POSITIVE_INFINITY, (all) => all],
  'States.ArrayPartition': [2, 2, ([all, size]) => partition(array(all), integer(size))],
  'States.ArrayContains': [2, 2, ([all, value = null]) => contains(array(all), value)],
  'States.ArrayRange': [3, 3, ([first, last, step]) => range(integer(first), integer(last), integer(step))],
  'States.ArrayGetItem': [2, 2, ([all, index]) => item(array(all), integer(index))],
  'States.ArrayLength': [1, 1, ([all]) => array(all).length],
  'States.ArrayUnique': [1, 1, ([all]) => uniqueInJavaOrder(array(all))],
  'States.Base64Encode': [1, 1, ([data]) => Buffer.from(text(data, LONGEST_TEXT)).toString('base64')],
  'States.Base64Decode': [1, 1, ([data]) => decoded(text(data, LONGEST_TEXT))],
  'States.Hash': [2, 2, ([data = null, algorithm]) => hash(data, text(algorithm))],
  'States.JsonMerge': [3, 3, ([first, second, deep]) => merge(object(first), object(second), deep)],
  'States.MathRandom': [2, 3, randomNumber],
  'States.MathAdd': [2, 2, ([a, b]) => int32(rounded(a) + rounded(b))],
  'States.StringSplit': [2, 2, ([whole, splitter]) => split(text(whole), text(splitter))],
  'States.UUID': [0, 0, (_, random) => uuid(random)],
};

export const INTRINSIC_FUNCTIONS: readonly string[] = Object.keys(FUNCTIONS);

export function isIntrinsic(name: string): boolean {
  return Object.hasOwn(FUNCTIONS, name);
}

/** Whether the function takes so many arguments. */
export function takes(name: string, count: number): boolean {
  const [least, most] = FUNCTIONS[name] ?? [0, 0];
  return count >= least && count <= most;
}

/** @throws IntrinsicFault */
export function callIntrinsic(name: string, all: JsonValue[], random: () => number): JsonValue {
  const [, , run] = FUNCTIONS[name] as (typeof FUNCTIONS)[string];
  try {
    if (!takes(name, all.length)) throw new InvalidArguments();
    return run(all, random);
  } catch (error) {
    if (!(error instanceof InvalidArguments)) throw error;
    throw new IntrinsicFault(`Invalid arguments in ${name}${error.message === '' ? '' : `: ${error.message}`}`);
  }
}

/** Fills each `{}`. `\{`, `\}`, `\'` and `\\` stand for the character after the backslash. */
function format(template: string, values: JsonValue[]): string {
  const parts = template.match(/\\.|\{\}|[{}]|[^\\{}]+|\\$/g) ?? [];
  let next = 0;
  const filled = parts.map((part) => {
    if (part === '{}') {
      return javaText(values[next++] ?? null);
    }
    if (part === '{') throw new IntrinsicFault("Invalid template in States.Format: matching '}' not found for '{'.");
    if (part === '}') throw new IntrinsicFault("Invalid template in States.Format: matching '{' not found for '}'.");
    return part.startsWith('\\') && part.length > 1 ? part.slice(1) : part;
  });
  if (next !== values.length) {
    throw new InvalidArguments('number of arguments do not match the occurrences of {}.');
  }
  return filled.join('');
}

function parse(json: string): JsonValue {
  if (json.trim() === '') return null;
  try {
    return parseJson(json);
  } catch {
    throw new InvalidArguments();
  }
}

/** As Java's basic decoder takes it: padding may be missing, but not be incomplete, and nothing may follow it. */
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}(?:==)?|[A-Za-z\d+/]{3}=?)?$/;

/** Node would skip what it does not know. */
function decoded(base64: string): string {
  if (!BASE64.test(base64)) throw new InvalidArguments();
  return Buffer.from(base64, 'base64').toString();
}

function partition(all: JsonValue[], size: number): JsonValue[] {
  if (size < 1) throw new InvalidArguments();
  const parts: JsonValue[] = [];
  for (let from = 0; from < all.length; from += size) parts.push(all.slice(from, from + size));
  return parts;
}

function contains(all: JsonValue[], value: JsonValue): boolean {
  const wanted = canonical(value);
  return all.some((element) => canonical(element) === wanted);
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new InvalidArguments();
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw new InvalidArguments();
  return Array.from({ length }, (_, index) => first + index * step);
}

/** Nothing in an empty array is null, as on AWS. */
function item(all: JsonValue[], index: number): JsonValue {
  if (all.length === 0) return null;
  const value = all[index];
  if (value === undefined) throw new InvalidArguments();
  return value;
}

function hash(data: JsonValue, algorithm: string): string {
  const name = HASH_ALGORITHMS[algorithm];
  const bytes = typeof data === 'string' ? data : JSON.stringify(data);
  if (!name || bytes.length > LONGEST_TEXT) throw new InvalidArguments();
  return createHash(name).update(bytes, 'utf8').digest('hex');
}

function merge(first: JsonObject, second: JsonObject, deep: JsonValue | undefined): JsonObject {
  if (deep === true) throw new InvalidArguments('deep merge is not supported');
  if (deep !== false) throw new InvalidArguments();
  return Object.fromEntries([...Object.entries(first), ...Object.entries(second)]);
}

function randomNumber([from, to, seed]: JsonValue[], random: () => number): number {
  const [first, end] = [integer(from), integer(to)];
  if (end <= first) throw new InvalidArguments();
  const chance = seed === undefined ? random() : seeded(integer(seed));
  return first + Math.floor(chance * (end - first));
}

/** Each character of the splitter splits; empty parts are left out. */
function split(whole: string, splitter: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of whole) {
    if (splitter.includes(character)) {
      if (part !== '') parts.push(part);
      part = '';
    } else part += character;
  }
  return part === '' ? parts : [...parts, part];
}
