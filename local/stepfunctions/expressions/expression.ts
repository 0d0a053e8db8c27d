import jsonata from 'jsonata';
import { type JsonObject, type JsonValue, setField } from '../json';
import { BoundedPattern } from './bounded-pattern';
import { EVALUATION_TIMEOUT_MS } from './evaluation-timeout';
import { type EvaluationMoment, MEMORY_LIMIT_EXCEEDED, MOMENT_FUNCTIONS, PURE_FUNCTIONS } from './functions';

/** What an expression can see. */
export interface Scope extends EvaluationMoment {
  /** Bound to `$states`. */
  states: JsonObject;
  /** The workflow's variables, bound by their names. */
  variables: JsonObject;
  /** What `$` stands for in a JSONPath; JSONata has no such thing. */
  root?: JsonValue;
}

/** Why an expression gave no JSON value; `reason` continues AWS's sentence "The JSONata expression '…' …". */
export class ExpressionFault extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** An expression that does not parse. */
export class ExpressionSyntaxError extends Error {}

/** How deep evaluation may go, and elements of a sequence, as on AWS. */
const GUARDS = {
  timeout: EVALUATION_TIMEOUT_MS,
  stack: 100,
  sequence: 873_782,
  // JSONata calls it with `new` and nothing else.
  RegexEngine: BoundedPattern as unknown as RegExpConstructor,
};

/** What AWS says when one of them is exceeded, by JSONata's codes. */
const EXCEEDED: Readonly<Record<string, string>> = {
  D1011: 'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive',
  D1012: 'Expression evaluation timeout: Check for infinite loop',
  D2014: MEMORY_LIMIT_EXCEEDED,
  D2015: MEMORY_LIMIT_EXCEEDED,
};

/** JSONata's `$now` reads the machine's clock; this one formats our `$millis`, so that both tell the same moment. */
const NOW = jsonata('function($picture, $zone) { $fromMillis($millis(), $picture, $zone) }');

interface Thrown {
  code?: string;
  message?: string;
}

function detailOf(error: unknown): string {
  const { code = '', message } = error as Thrown;
  if (EXCEEDED[code] !== undefined) return `: ${EXCEEDED[code]}`;
  return code === '' ? `: ${message ?? error}` : `. ${code}: ${message ?? code}`;
}

const UNSUPPORTED = 'returned an unsupported result type.';

function plain(value: unknown, inside: boolean): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  // JSON has no such numbers as Infinity: AWS writes their names.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map((element) => plain(element, true));
  if (typeof value === 'object') {
    const object = value as Record<string, unknown>;
    if (object._jsonata_lambda) throw new ExpressionFault(UNSUPPORTED);
    const copy: JsonObject = {};
    for (const key of Object.keys(object)) {
      if (object[key] !== undefined) setField(copy, key, plain(object[key], true));
    }
    return copy;
  }
  if (value === undefined && inside) return null;
  throw new ExpressionFault(value === undefined ? 'returned nothing (undefined).' : UNSUPPORTED);
}

/**
 * A compiled JSONata expression, as Step Functions evaluates it: with its own functions, without `$eval`, and with time
 * and chance taken from the scope.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export class Expression {
  private readonly compiled: jsonata.Expression;
  private readonly moments: string[];
  private readonly usesNow: boolean;

  /**
   * @param source the expression, without its `{% %}`.
   * @throws ExpressionSyntaxError when it does not parse.
   */
  constructor(readonly source: string) {
    try {
      this.compiled = jsonata(source, GUARDS);
    } catch (error) {
      throw new ExpressionSyntaxError((error as Thrown).message ?? String(error));
    }
    for (const [name, [implementation, signature]] of Object.entries(PURE_FUNCTIONS)) {
      this.compiled.registerFunction(name, implementation as (...args: unknown[]) => unknown, signature);
    }
    this.compiled.assign('eval', undefined);
    this.moments = Object.keys(MOMENT_FUNCTIONS).filter((name) => source.includes(`$${name}`));
    this.usesNow = /\$now\b/.test(source);
    if (this.usesNow && !this.moments.includes('millis')) this.moments.push('millis');
  }

  /**
   * @returns plain JSON, sharing nothing with the scope.
   * @throws ExpressionFault when evaluation fails, gives nothing, or gives what JSON cannot hold.
   */
  async evaluate(scope: Scope): Promise<JsonValue> {
    const functions: Record<string, unknown> = {};
    for (const name of this.moments) functions[name] = MOMENT_FUNCTIONS[name]?.(scope);
    let result: unknown;
    try {
      if (this.usesNow) functions.now = await NOW.evaluate(undefined, functions);
      // A variable hides the function of its name, as it does those of JSONata itself.
      const bindings = { ...functions, ...scope.variables, states: scope.states };
      result = await this.compiled.evaluate(undefined, bindings);
    } catch (error) {
      throw new ExpressionFault(`threw an error during evaluation${detailOf(error)}`);
    }
    return plain(result, false);
  }
}
