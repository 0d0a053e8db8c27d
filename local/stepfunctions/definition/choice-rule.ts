import { PathReference } from '../expressions/path-reference';
import type { Template } from '../expressions/template';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { COMPARISONS, type Comparison, TYPE_TESTS, type TypeTest } from './comparisons';

/** The condition of a choice in JSONPath. @see https://states-language.net/spec.html#choice-state */
export type ChoiceRule =
  | { kind: 'and' | 'or'; rules: ChoiceRule[] }
  | { kind: 'not'; rule: ChoiceRule }
  | { kind: 'isPresent'; variable: PathReference; expected: boolean }
  | { kind: 'type'; variable: PathReference; test: TypeTest; expected: boolean }
  | { kind: 'compare'; variable: PathReference; comparison: Comparison; with: Operand };

/** A comparison's other side: a value, or with the operators `…Path` a path. */
export type Operand = { value: JsonValue } | { path: PathReference };

/** Makes a rule of one that validation has found faultless. */
export function compileChoiceRule(source: JsonObject): ChoiceRule {
  const { And, Or, Not, Variable } = source;
  if (Array.isArray(And)) return { kind: 'and', rules: And.filter(isObject).map(compileChoiceRule) };
  if (Array.isArray(Or)) return { kind: 'or', rules: Or.filter(isObject).map(compileChoiceRule) };
  if (isObject(Not)) return { kind: 'not', rule: compileChoiceRule(Not) };
  const variable = new PathReference(Variable as string);
  const operator = operatorsOf(source)[0] ?? '';
  const value = source[operator] ?? null;
  if (operator === 'IsPresent') return { kind: 'isPresent', variable, expected: value as boolean };
  const test = TYPE_TESTS[operator];
  if (test) return { kind: 'type', variable, test, expected: value as boolean };
  const byPath = operator.endsWith('Path');
  return {
    kind: 'compare',
    variable,
    comparison: COMPARISONS[byPath ? operator.slice(0, -'Path'.length) : operator] as Comparison,
    with: byPath ? { path: new PathReference(value as string) } : { value },
  };
}

/** The operators that a rule names; it should be one. */
export function operatorsOf(rule: JsonObject): string[] {
  return Object.keys(rule).filter((name) => OPERATORS.has(name));
}

/** Operators whose other side is a path: StringMatches has no such form. */
const BY_PATH = Object.keys(COMPARISONS).filter((name) => name !== 'StringMatches');

export const OPERATORS: ReadonlySet<string> = new Set([
  ...Object.keys(COMPARISONS),
  ...BY_PATH.map((name) => `${name}Path`),
  ...Object.keys(TYPE_TESTS),
  'IsPresent',
]);

/** Tells a rule of JSONPath from the template of a JSONata condition. */
export function isChoiceRule(condition: ChoiceRule | Template): condition is ChoiceRule {
  return RULE_KINDS.has(condition.kind);
}

const RULE_KINDS: ReadonlySet<string> = new Set<ChoiceRule['kind']>([
  'and',
  'or',
  'not',
  'isPresent',
  'type',
  'compare',
]);
