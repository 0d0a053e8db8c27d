import type { JsonObject, JsonValue } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import { inCidr } from './cidr';

/** Whether the values of a field satisfy one entry of its list: a plain value, or an operator such as `{"prefix": "a"}`. */
export function matchesExpression(values: JsonValue[] | undefined, expression: JsonValue): boolean {
  if (!isObject(expression)) return values?.some((value) => equal(value, expression)) ?? false;
  if ('exists' in expression) return expression.exists === (values?.some((value) => !isObject(value)) ?? false);
  return values?.some((value) => satisfies(value, expression)) ?? false;
}

function satisfies(value: JsonValue, expression: JsonObject): boolean {
  const [operator, operand] = Object.entries(expression)[0] ?? [];
  if (operator === undefined || operand === undefined) return false;
  switch (operator) {
    case 'prefix':
      return affix(value, operand, (text, part) => text.startsWith(part));
    case 'suffix':
      return affix(value, operand, (text, part) => text.endsWith(part));
    case 'equals-ignore-case':
      return typeof value === 'string' && strings(operand).some((text) => sameIgnoringCase(value, text));
    case 'wildcard':
      return typeof value === 'string' && strings(operand).some((text) => wildcard(text).test(value));
    case 'anything-but':
      return !isObject(value) && !excluded(value, operand);
    case 'numeric':
      return typeof value === 'number' && Array.isArray(operand) && numeric(value, operand);
    case 'cidr':
      return typeof value === 'string' && strings(operand).some((block) => inCidr(value, block));
    default:
      throw new Error(`Event pattern is not valid. Reason: Unrecognized match type ${operator}`);
  }
}

function excluded(value: JsonValue, operand: JsonValue): boolean {
  if (isObject(operand)) return satisfies(value, operand);
  return (Array.isArray(operand) ? operand : [operand]).some((listed) => equal(value, listed));
}

function affix(value: JsonValue, operand: JsonValue, test: (text: string, part: string) => boolean): boolean {
  if (typeof value !== 'string') return false;
  if (isObject(operand)) {
    return strings(operand['equals-ignore-case'] ?? []).some((part) => test(value.toLowerCase(), part.toLowerCase()));
  }
  return strings(operand).some((part) => test(value, part));
}

/** `["=", 5]` or a range such as `[">", 0, "<=", 100]`. */
function numeric(value: number, comparisons: JsonValue[]): boolean {
  for (let index = 0; index < comparisons.length; index += 2) {
    const operator = comparisons[index];
    const bound = comparisons[index + 1];
    if (typeof bound !== 'number' || !compare(value, operator, bound)) return false;
  }
  return comparisons.length > 0;
}

function compare(value: number, operator: JsonValue | undefined, bound: number): boolean {
  switch (operator) {
    case '=':
      return value === bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    default:
      throw new Error(`Event pattern is not valid. Reason: Unrecognized numeric operator ${String(operator)}`);
  }
}

/** `*` stands for any characters; `\*` for the character. */
function wildcard(text: string): RegExp {
  const parts = text.split(/(\\[\\*]|\*)/).map((part) => {
    if (part === '*') return '.*';
    return (part.startsWith('\\') ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}

function sameIgnoringCase(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function strings(operand: JsonValue): string[] {
  return (Array.isArray(operand) ? operand : [operand]).filter((item): item is string => typeof item === 'string');
}

function equal(left: JsonValue, right: JsonValue): boolean {
  return left === right;
}
