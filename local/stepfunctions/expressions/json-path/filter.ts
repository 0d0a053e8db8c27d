import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, type JsonValue } from '../../json';
import { BoundedPattern } from '../bounded-pattern';
import type { Watch } from '../evaluation-timeout';
import { FunctionFault, JsonPathSyntaxError, PathNotFound } from './errors';
import { JsonPath } from './json-path';
import { closing, endOfQuoted } from './parse-path';

/** The condition of a filter `[?(…)]`. */
export type Filter =
  | { kind: 'or' | 'and'; operands: Filter[] }
  | { kind: 'not'; operand: Filter }
  | { kind: 'exists'; path: Operand & { kind: 'path' }; expected: boolean }
  | { kind: 'compare'; left: Operand; operator: string; right: Operand };

type Operand =
  | { kind: 'value'; value: JsonValue }
  | { kind: 'pattern'; pattern: RegExp }
  | { kind: 'path'; path: JsonPath; fromRoot: boolean };

type Evaluated = { pattern: RegExp } | { value: JsonValue } | undefined;

/** @param text the filter from its opening parenthesis on. @throws JsonPathSyntaxError */
export function parseFilter(text: string): Filter {
  if (!text.startsWith('(') || !text.endsWith(')')) {
    throw new JsonPathSyntaxError(`Filter must start with '[?(' and end with ')]'. [?${text}]`);
  }
  return new FilterParser(text.slice(1, -1)).parse();
}

/** Whether the filter takes the element; what it cannot compare it does not take. */
export function filterAccepts(filter: Filter, item: JsonValue, root: JsonValue, watch: Watch): boolean {
  switch (filter.kind) {
    case 'or':
      return filter.operands.some((operand) => filterAccepts(operand, item, root, watch));
    case 'and':
      return filter.operands.every((operand) => filterAccepts(operand, item, root, watch));
    case 'not':
      return !filterAccepts(filter.operand, item, root, watch);
    case 'exists':
      return (evaluate(filter.path, item, root, watch) !== undefined) === filter.expected;
    case 'compare': {
      const compare = OPERATORS[filter.operator] as Comparison;
      return compare(evaluate(filter.left, item, root, watch), evaluate(filter.right, item, root, watch), watch);
    }
  }
}

function evaluate(operand: Operand, item: JsonValue, root: JsonValue, watch: Watch): Evaluated {
  if (operand.kind !== 'path') return operand;
  try {
    return { value: operand.path.evaluate(operand.fromRoot ? root : item, watch) ?? null };
  } catch (error) {
    if (!(error instanceof PathNotFound) || error instanceof FunctionFault) throw error;
    return undefined;
  }
}

type Comparison = (left: Evaluated, right: Evaluated, watch: Watch) => boolean;

/** How many steps it is like to compare two objects or arrays. */
const DEEP_COMPARISON = 256;

const operandValue = (side: Evaluated): JsonValue | undefined => (side && 'value' in side ? side.value : undefined);

/** Jayway takes a number and the text of a number for the same. */
function equal(left: Evaluated, right: Evaluated, watch: Watch): boolean {
  watch.step();
  const [a, b] = [operandValue(left), operandValue(right)];
  if (a === undefined || b === undefined) return false;
  if (typeof a === 'number' && typeof b === 'string') return b.trim() !== '' && Number(b) === a;
  if (typeof a === 'string' && typeof b === 'number') return a.trim() !== '' && Number(a) === b;
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  watch.step(DEEP_COMPARISON);
  return isDeepStrictEqual(a, b);
}

function ordered(holds: (order: number) => boolean): Comparison {
  return (left, right) => {
    const [a, b] = [operandValue(left), operandValue(right)];
    if (typeof a === 'number' && typeof b === 'number') return holds(a - b);
    if (typeof a === 'string' && typeof b === 'string') return holds(a < b ? -1 : a > b ? 1 : 0);
    return false;
  };
}

const includes = (list: JsonValue | undefined, element: Evaluated, watch: Watch) =>
  Array.isArray(list) && list.some((value) => equal({ value }, element, watch));

function matches(left: Evaluated, right: Evaluated, watch: Watch): boolean {
  const [pattern, subject] =
    left && 'pattern' in left ? [left.pattern, right] : [right && 'pattern' in right ? right.pattern : undefined, left];
  const value = operandValue(subject);
  if (!pattern || value === undefined) return false;
  return (Array.isArray(value) ? value : [value]).some((element) => {
    watch.look();
    return pattern.test(element === null || typeof element === 'object' ? '' : String(element));
  });
}

function elements(side: Evaluated): JsonValue[] | undefined {
  const value = operandValue(side);
  return Array.isArray(value) ? value : undefined;
}

function length(side: Evaluated): number | undefined {
  const value = operandValue(side);
  return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
}

const OPERATORS: Record<string, Comparison> = {
  '==': equal,
  '!=': (left, right, watch) => !equal(left, right, watch),
  '===': (left, right, watch) => typeof operandValue(left) === typeof operandValue(right) && equal(left, right, watch),
  '!==': (left, right, watch) => typeof operandValue(left) !== typeof operandValue(right) || !equal(left, right, watch),
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
  '=~': matches,
  in: (left, right, watch) => includes(operandValue(right), left, watch),
  nin: (left, right, watch) => !includes(operandValue(right), left, watch),
  contains: (left, right, watch) => {
    const [whole, part] = [operandValue(left), operandValue(right)];
    if (typeof whole === 'string' && typeof part === 'string') return whole.includes(part);
    return includes(whole, right, watch);
  },
  all: (left, right, watch) => {
    const [all, wanted] = [elements(left), elements(right)];
    if (all === undefined || wanted === undefined) return false;
    return wanted.every((value) => includes(all, { value }, watch));
  },
  subsetof: (left, right, watch) => {
    const [part, whole] = [elements(left), elements(right)];
    if (part === undefined || whole === undefined) return false;
    return part.every((value) => includes(whole, { value }, watch));
  },
  anyof: (left, right, watch) =>
    elements(left)?.some((value) => includes(operandValue(right), { value }, watch)) ?? false,
  noneof: (left, right, watch) =>
    elements(left)?.every((value) => !includes(operandValue(right), { value }, watch)) ?? false,
  size: (left, right) => length(left) !== undefined && length(left) === operandValue(right),
  empty: (left, right) => {
    const value = operandValue(left);
    const size = isObject(value as JsonValue) ? Object.keys(value as JsonObject).length : length(left);
    return size !== undefined && (size === 0) === operandValue(right);
  },
};

class FilterParser {
  private at = 0;

  constructor(private readonly text: string) {}

  parse(): Filter {
    const filter = this.or();
    this.blanks();
    if (this.at < this.text.length) this.fail(`Expected end of filter expression instead of: ${this.rest()}`);
    return filter;
  }

  private or(): Filter {
    const operands = [this.and()];
    while (this.takes('||')) operands.push(this.and());
    return operands.length === 1 ? (operands[0] as Filter) : { kind: 'or', operands };
  }

  private and(): Filter {
    const operands = [this.operand()];
    while (this.takes('&&')) operands.push(this.operand());
    return operands.length === 1 ? (operands[0] as Filter) : { kind: 'and', operands };
  }

  private operand(): Filter {
    if (this.takes('!')) {
      this.blanks();
      if (!'$@'.includes(this.text[this.at] ?? ' ')) return { kind: 'not', operand: this.operand() };
      const path = this.value();
      if (path.kind !== 'path') return this.fail('Expected a path after !');
      return { kind: 'exists', path, expected: false };
    }
    if (this.takes('(')) {
      const filter = this.or();
      if (!this.takes(')')) this.fail('Expected )');
      return filter;
    }
    const left = this.value();
    const operator = this.operator();
    if (operator !== undefined) return { kind: 'compare', left, operator, right: this.value() };
    if (left.kind !== 'path') return this.fail('Expected a comparison or a path');
    return { kind: 'exists', path: left, expected: true };
  }

  private operator(): string | undefined {
    this.blanks();
    const found = /^(?:===|!==|==|!=|<=|>=|=~|<|>|[a-zA-Z]+(?=\s))/.exec(this.rest())?.[0];
    if (found === undefined) return undefined;
    const operator = found.toLowerCase();
    if (!Object.hasOwn(OPERATORS, operator)) this.fail(`Filter operator ${found} is not supported!`);
    this.at += found.length;
    return operator;
  }

  private value(): Operand {
    this.blanks();
    const character = this.text[this.at] ?? '';
    if (character === '$' || character === '@') return this.path(character);
    if (character === "'" || character === '"') {
      const end = endOfQuoted(this.text, this.at);
      if (end === -1) this.fail(`String literal does not have matching quotes. Expected ${character}`);
      const value = this.text.slice(this.at + 1, end).replace(/\\(.)/g, '$1');
      this.at = end + 1;
      return { kind: 'value', value };
    }
    if (character === '/') return this.pattern();
    if (character === '[' || character === '{') return this.json(character);
    const literal = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(this.rest())?.[0];
    if (literal === undefined) return this.fail(`Failed to parse filter at position ${this.at}`);
    this.at += literal.length;
    return { kind: 'value', value: JSON.parse(literal) as JsonValue };
  }

  private path(root: string): Operand {
    const start = this.at;
    this.at += 1;
    while (this.at < this.text.length) {
      const character = this.text[this.at] as string;
      if (character === '[') {
        const end = closing(this.text, this.at, '[', ']');
        if (end === -1) this.fail('Square brackets does not match in filter');
        this.at = end + 1;
      } else if (character === '(') {
        const end = closing(this.text, this.at, '(', ')');
        if (end === -1) this.fail('Parentheses do not match in filter');
        this.at = end + 1;
      } else if (' \t\n\r=!<>~)&|'.includes(character)) break;
      else this.at += 1;
    }
    const path = new JsonPath(this.text.slice(start, this.at));
    return { kind: 'path', path, fromRoot: root === '$' };
  }

  private pattern(): Operand {
    const end = endOfQuoted(this.text, this.at);
    if (end === -1) return this.fail('Pattern not closed. Expected /');
    const flags = /^[a-zA-Z]*/.exec(this.text.slice(end + 1))?.[0] ?? '';
    const source = this.text.slice(this.at + 1, end);
    this.at = end + 1 + flags.length;
    try {
      // Java matches the whole text.
      return { kind: 'pattern', pattern: new BoundedPattern(`^(?:${source})$`, flags.replace(/[^ismu]/g, '')) };
    } catch (error) {
      return this.fail((error as Error).message);
    }
  }

  private json(open: string): Operand {
    const end = closing(this.text, this.at, open, open === '[' ? ']' : '}');
    if (end === -1) return this.fail(`${open} is not closed`);
    const literal = this.text.slice(this.at, end + 1);
    this.at = end + 1;
    try {
      const value = JSON.parse(literal.replace(/'((?:[^'\\]|\\.)*)'/g, (_, text: string) => JSON.stringify(text)));
      return { kind: 'value', value: value as JsonValue };
    } catch {
      return this.fail(`${literal} is not JSON`);
    }
  }

  private takes(symbol: string): boolean {
    this.blanks();
    if (!this.text.startsWith(symbol, this.at)) return false;
    if (symbol === '!' && this.text[this.at + 1] === '=') return false;
    this.at += symbol.length;
    return true;
  }

  private blanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private rest(): string {
    return this.text.slice(this.at);
  }

  private fail(message: string): never {
    throw new JsonPathSyntaxError(message);
  }
}
