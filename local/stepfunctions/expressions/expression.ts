import jsonata from 'jsonata';
import { DEEPEST, type JsonObject, type JsonValue, setField } from '../json';
import { boundedFunctions } from './bounded-functions';
import { BoundedPattern } from './bounded-pattern';
import { callForConcatenation } from './concatenation';
import { evaluationLimit } from './evaluation-limit';
import { type EvaluationMoment, MEMORY_LIMIT_EXCEEDED, MOMENT_FUNCTIONS, PURE_FUNCTIONS } from './functions';
import { LONGEST_SEQUENCE, Measure } from './memory';

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
  get timeout() {
    return evaluationLimit.ms;
  },
  stack: 100,
  sequence: LONGEST_SEQUENCE,
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

/** What V8 says of a text that it cannot make. */
const TOO_LONG_FOR_ANY_TEXT = 'Invalid string length';

/** JSONata's `$now` reads the machine's clock; this one formats our `$millis`, so that both tell the same moment. */
const NOW = jsonata('function($picture, $zone) { $fromMillis($millis(), $picture, $zone) }');

interface Thrown {
  code?: string;
  message?: string;
}

function detailOf(error: unknown): string {
  const { code = '', message } = error as Thrown;
  if (message === TOO_LONG_FOR_ANY_TEXT) return `: ${MEMORY_LIMIT_EXCEEDED}`;
  if (EXCEEDED[code] !== undefined) return `: ${EXCEEDED[code]}`;
  return code === '' ? `: ${message ?? error}` : `. ${code}: ${message ?? code}`;
}

const UNSUPPORTED = 'returned an unsupported result type.';

/** @param depth how many arrays and objects the value stands in. */
function plain(value: unknown, measure: Measure, depth = 0): JsonValue {
  measure.add(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  // JSON has no such numbers as Infinity: AWS writes their names.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'object' && depth === DEEPEST) {
    throw new ExpressionFault(`returned a value of more than ${DEEPEST} levels of nesting.`);
  }
  if (Array.isArray(value)) return value.map((element) => plain(element, measure, depth + 1));
  if (typeof value === 'object') {
    const object = value as Record<string, unknown>;
    if (object._jsonata_lambda) throw new ExpressionFault(UNSUPPORTED);
    const copy: JsonObject = {};
    for (const key of Object.keys(object)) {
      if (object[key] !== undefined) setField(copy, key, plain(object[key], measure, depth + 1));
    }
    return copy;
  }
  if (value === undefined && depth > 0) return null;
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
  private isBounded = false;
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
    callForConcatenation(this.compiled.ast());
    this.compiled.assign('eval', undefined);
    this.moments = Object.keys(MOMENT_FUNCTIONS).filter((name) => source.includes(`$${name}`));
    this.usesNow = /\$now\b/.test(source);
    if (this.usesNow && !this.moments.includes('millis')) this.moments.push('millis');
  }

  private async bound(): Promise<void> {
    for (const [name, definition] of Object.entries(await boundedFunctions())) this.compiled.assign(name, definition);
    this.isBounded = true;
  }

  /**
   * @returns plain JSON, sharing nothing with the scope.
   * @throws ExpressionFault when evaluation fails, gives nothing, or gives what JSON cannot hold.
   */
  async evaluate(scope: Scope): Promise<JsonValue> {
    if (!this.isBounded) await this.bound();
    const functions: Record<string, unknown> = {};
    for (const name of this.moments) functions[name] = MOMENT_FUNCTIONS[name]?.(scope);
    try {
      if (this.usesNow) functions.now = await NOW.evaluate(undefined, functions);
      // A variable hides the function of its name, as it does those of JSONata itself.
      const bindings = { ...functions, ...scope.variables, states: scope.states };
      return plain(await this.compiled.evaluate(undefined, bindings), new Measure());
    } catch (error) {
      if (error instanceof ExpressionFault) throw error;
      throw new ExpressionFault(`threw an error during evaluation${detailOf(error)}`);
    }
  }
}
