import jsonata from 'jsonata';
import type { JsonObject, JsonValue } from '../json';
import { type EvaluationMoment, MOMENT_FUNCTIONS, PURE_FUNCTIONS } from './functions';

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

/** Guard rails against an expression that would never end; real milliseconds, calls within calls, elements. */
const GUARDS = { timeout: 2_000, stack: 1_000, sequence: 1_000_000 };

/** JSONata's `$now` reads the machine's clock; this one formats our `$millis`, so that both tell the same moment. */
const NOW = jsonata('function($picture, $zone) { $fromMillis($millis(), $picture, $zone) }');

interface Thrown {
  code?: string;
  message?: string;
}

const UNSUPPORTED = 'returned an unsupported result type.';

function plain(value: unknown, inside: boolean): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((element) => plain(element, true));
  if (typeof value === 'object') {
    const object = value as Record<string, unknown>;
    if (object._jsonata_lambda) throw new ExpressionFault(UNSUPPORTED);
    const copy: JsonObject = {};
    for (const key of Object.keys(object)) {
      if (object[key] !== undefined) copy[key] = plain(object[key], true);
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
    const bindings: Record<string, unknown> = { ...scope.variables, states: scope.states };
    for (const name of this.moments) bindings[name] = MOMENT_FUNCTIONS[name]?.(scope);
    let result: unknown;
    try {
      if (this.usesNow) bindings.now = await NOW.evaluate(undefined, bindings);
      result = await this.compiled.evaluate(undefined, bindings);
    } catch (error) {
      const { code, message } = error as Thrown;
      const detail = code ? `${code}: ${message ?? code}` : String(message ?? error);
      throw new ExpressionFault(`threw an error during evaluation. ${detail}`);
    }
    return plain(result, false);
  }
}
