import { createHash } from 'node:crypto';
import { isObject, type JsonValue, parseJson } from '../json';

/** What a function of ours may take from the moment of evaluation. */
export interface EvaluationMoment {
  /** Milliseconds since the epoch. */
  now: number;
  /** The execution's own random numbers, 0 ≤ n < 1. */
  random: () => number;
}

/** An error that reads in an execution's history like one of JSONata's own: a code, then a sentence. */
export class JsonataError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** The argument that is wrong: JSONata words its own codes anew, with the function's name and this. */
    readonly index?: number,
  ) {
    super(message);
  }
}

/** The most elements that AWS's memory limit lets a range have. */
const LONGEST_RANGE = 360_145;
export const MEMORY_LIMIT_EXCEEDED = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';
/** The names that AWS knows hash algorithms by, and Node's for them. */
export const HASH_ALGORITHMS: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** AWS cuts off what stands behind the point. */
function integer(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.trunc(value);
}

function partition(array: JsonValue[] | undefined, size?: number): JsonValue[][] | undefined {
  const length = size === undefined ? array?.length : integer(size);
  if (array === undefined || array.length === 0 || !length) return undefined;
  if (length < 0) throw new JsonataError('D3137', 'Second argument must be zero or greater');
  const parts: JsonValue[][] = [];
  for (let from = 0; from < array.length; from += length) parts.push(array.slice(from, from + length));
  return parts;
}

/** A range of one number is that number, and one that leads nowhere is nothing. */
function range(first: number, last: number, by?: number): number[] | number | undefined {
  const [from, to, step] = [integer(first), integer(last), integer(by)];
  if (from === undefined || to === undefined || !step) return undefined;
  const length = Math.floor((to - from) / step) + 1;
  if (length < 1) return undefined;
  if (length > LONGEST_RANGE) throw new Error(MEMORY_LIMIT_EXCEEDED);
  if (length === 1) return from;
  return Array.from({ length }, (_, index) => from + index * step);
}

function hash(data: string | undefined, algorithm?: string): string | undefined {
  if (data === undefined || algorithm === undefined) return undefined;
  const name = HASH_ALGORITHMS[algorithm];
  if (!name) {
    const known = Object.keys(HASH_ALGORITHMS).join(', ');
    throw new JsonataError('D3137', `$hash knows the algorithms ${known}, but not ${algorithm}`);
  }
  return createHash(name).update(data, 'utf8').digest('hex');
}

function parse(text: string | undefined): JsonValue | undefined {
  if (text === undefined) return undefined;
  let value: JsonValue | undefined;
  try {
    value = parseJson(text);
  } catch {
    // Told below.
  }
  if (value === undefined || !isStrict(text, value)) throw new JsonataError('D3137', 'Invalid JSON');
  return value;
}

/** Whether a text says what it stands for once: AWS takes neither the same name twice in an object nor a number that is too large. */
function isStrict(text: string, value: JsonValue): boolean {
  let names = 0;
  const isFine = (inner: JsonValue): boolean => {
    if (typeof inner === 'number') return Number.isFinite(inner);
    if (Array.isArray(inner)) return inner.every(isFine);
    if (!isObject(inner)) return true;
    const fields = Object.values(inner);
    names += fields.length;
    return fields.every(isFine);
  };
  // Outside of texts a colon stands behind each name, and nowhere else.
  return isFine(value) && (text.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/:/g)?.length ?? 0) === names;
}

/**
 * The functions that Step Functions adds to JSONata and that depend on their arguments only: implementation and
 * JSONata signature by name.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions
 */
export const PURE_FUNCTIONS: Record<string, [implementation: (...args: never[]) => unknown, signature: string]> = {
  partition: [partition, '<an?:a>'],
  range: [range, '<nnn?:x>'],
  hash: [hash, '<ss?:s>'],
  parse: [parse, '<s-:x>'],
};

/** The version 4 UUID that 16 bytes from `random` make. */
export function uuid(random: () => number): string {
  const bytes = Array.from({ length: 16 }, () => Math.floor(random() * 256));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const [MULTIPLIER, INCREMENT, BITS] = [0x5deece66dn, 0xbn, (1n << 48n) - 1n];

/** The first number, 0 ≤ n < 1, of Java's `Random` with that seed, as AWS gives it. */
export function seeded(seed: number): number {
  const advance = (state: bigint) => (state * MULTIPLIER + INCREMENT) & BITS;
  const first = advance((BigInt(Math.trunc(seed)) ^ MULTIPLIER) & BITS);
  const second = advance(first);
  return Number(((first >> 22n) << 27n) + (second >> 21n)) / 2 ** 53;
}

function shuffle(array: JsonValue[] | undefined, random: () => number): JsonValue[] | undefined {
  if (array === undefined) return undefined;
  const shuffled = [...array];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as JsonValue, shuffled[last] as JsonValue];
  }
  return shuffled;
}

/** As JSONata says it of functions that have a signature. */
const misfit = (argument: number) => new JsonataError('T0410', 'does not match function signature', argument);

/** Functions that depend on when they are called or on chance, by name; each replaces JSONata's own of that name. */
export const MOMENT_FUNCTIONS: Record<string, (moment: EvaluationMoment) => (...args: never[]) => unknown> = {
  millis: (moment) => () => moment.now,
  random:
    (moment) =>
    (...given: JsonValue[]) => {
      const [seed] = given;
      if (seed !== undefined && typeof seed !== 'number') throw misfit(1);
      if (given.length > 1) throw misfit(2);
      return seed === undefined ? moment.random() : seeded(seed);
    },
  uuid:
    (moment) =>
    (...given: JsonValue[]) => {
      if (given.length > 0) throw misfit(1);
      return uuid(moment.random);
    },
  shuffle: (moment) => (array?: JsonValue | JsonValue[]) =>
    shuffle(Array.isArray(array) || array === undefined ? array : [array], moment.random),
};
