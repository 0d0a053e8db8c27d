import jsonata from 'jsonata';
import { CONCATENATION, concatenation } from './concatenation';
import { EvaluationTimeout } from './evaluation-timeout';
import { FASTER_FUNCTIONS } from './faster-functions';
import type { Definition, Focus, Implementation } from './jsonata-function';
import { checkText, exceeded, LONGEST_SEQUENCE, Measure } from './memory';

/** The functions of JSONata that take or make texts, or work through arrays without a look at the clock. */
const NAMES = [
  ...['string', 'substring', 'substringBefore', 'substringAfter', 'lowercase', 'uppercase', 'length', 'trim', 'pad'],
  ...['match', 'contains', 'replace', 'split', 'join', 'number', 'formatBase', 'formatNumber', 'formatInteger'],
  ...['parseInteger', 'fromMillis', 'toMillis', 'base64encode', 'base64decode', 'encodeUrlComponent', 'encodeUrl'],
  ...['decodeUrlComponent', 'decodeUrl', 'sum', 'count', 'max', 'min', 'average', 'append', 'reverse', 'zip', 'keys'],
  ...['lookup', 'spread', 'merge', 'sort', 'distinct', 'clone', 'boolean', 'not', 'map', 'filter', 'reduce', 'single'],
];

/** Those that work through a picture again and again. */
const READ_PICTURES = new Set(['formatNumber', 'formatInteger', 'parseInteger', 'fromMillis', 'toMillis']);
const LONGEST_PICTURE = 10_000;

/** Those that write a whole value down. */
const WRITE_JSON = new Set(['string', 'clone']);

interface Match {
  next?: unknown;
}

/** A pattern each of whose matches looks at the clock: a long text may have very many. */
function watched(pattern: (...args: unknown[]) => unknown, focus: Focus): (...args: unknown[]) => unknown {
  const following = (match: unknown): unknown => {
    const { next } = (match ?? {}) as Match;
    if (typeof next !== 'function') return match;
    const watchedNext = () => {
      focus.environment.base.guardrails();
      return following(next());
    };
    return { ...(match as object), next: watchedNext };
  };
  return async (...args) => following(await pattern(...args));
}

const TAKE_PATTERNS = new Set(['match', 'replace', 'split']);

function bounded(name: string, native: Implementation): Implementation {
  const implementation = FASTER_FUNCTIONS[name] ?? native;
  function call(this: Focus, ...given: never[]): unknown {
    this.environment.base.guardrails();
    const args: unknown[] = given;
    for (const arg of args) if (typeof arg === 'string') checkText(arg);
    if (WRITE_JSON.has(name)) new Measure().addAll(args[0]);
    const [, second] = args;
    if (READ_PICTURES.has(name) && typeof second === 'string' && second.length > LONGEST_PICTURE) {
      throw new EvaluationTimeout('The picture is too long');
    }
    if (TAKE_PATTERNS.has(name) && typeof second === 'function') {
      args[1] = watched(second as (...args: unknown[]) => unknown, this);
    }
    const result = implementation.apply(this, args as never[]);
    return result instanceof Promise ? result.then(checked) : checked(result);
  }
  // JSONata reads the parameters of a function that is applied in part from its text, and counts those of a callback.
  Object.defineProperty(call, 'length', { value: native.length });
  call.toString = () => native.toString();
  return call;
}

function checked(result: unknown): unknown {
  if (typeof result === 'string') checkText(result);
  else if (Array.isArray(result) && result.length > LONGEST_SEQUENCE) exceeded();
  return result;
}

async function load(): Promise<Record<string, Definition>> {
  const functions: Record<string, Definition> = {};
  for (const name of NAMES) {
    const native = (await jsonata(`$${name}`).evaluate(undefined)) as Definition;
    functions[name] = { ...native, implementation: bounded(name, native.implementation) };
  }
  functions[CONCATENATION] = concatenation((functions.string as Definition).implementation);
  return functions;
}

let loading: Promise<Record<string, Definition>> | undefined;

/**
 * JSONata's functions by name, as far as they could hold up or end the process with texts that are too long or work that
 * has no end; they give what JSONata's own give, and AWS's errors beyond its bounds.
 */
export function boundedFunctions(): Promise<Record<string, Definition>> {
  loading ??= load();
  return loading;
}
