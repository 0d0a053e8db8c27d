import { expressionOf, type Jsonata } from '../definition/json';
import { type Expression, parse } from './parse';

/** Functions and operators that make a small value of whatever they are given. */
const measures = new Set(['average', 'boolean', 'count', 'exists', 'length', 'max', 'min', 'not', 'sum', 'type']);
const comparisons = new Set(['=', '!=', '<', '>', '<=', '>=', 'in', 'and', 'or']);

/** A path below `$states.result`, by its names; `*` stands for any. The result itself is the empty path. */
export type ContentPath = readonly string[];

function isVariable(node: Expression | undefined, name: string): boolean {
  return node?.type === 'variable' && node.value === name;
}

function startsWith(names: readonly string[], path: ContentPath): boolean {
  return path.every((part, index) => names[index] === part || (part === '*' && names[index] !== undefined));
}

/** How many steps of a path are the whole of something that holds content; 0 when the path reaches none. */
function wholeSteps(steps: readonly Expression[], content: readonly ContentPath[]): number {
  const named = steps.slice(1).findIndex((step) => step.type !== 'name');
  const names = steps.slice(1, named === -1 ? undefined : named + 1).map((step) => String(step.value));
  if (names[0] === undefined) return 1;
  if (names[0] !== 'result') return 0;
  const below = names.slice(1);
  const depths = content.filter((path) => startsWith(below, path)).map((path) => path.length);
  if (depths.length > 0) return 2 + Math.max(...depths);
  return below.length === 0 ? 2 : 0;
}

function mentions(node: Expression, variable: string): boolean {
  return isVariable(node, variable) || node.children.some((child) => mentions(child, variable));
}

/** Whether the step after the whole says which attributes it takes: by name, or by a constructor without `$`. */
function picks(step: Expression | undefined): boolean {
  if (step?.type === 'name') return true;
  return step?.type === 'unary' && step.value === '{' && !mentions(step, '');
}

/** The nodes below one, and whether only a measure of each goes on. */
function parts(node: Expression): readonly { node: Expression; measured: boolean }[] {
  const [first, second] = node.steps;
  if (first !== undefined) {
    // `$parse($states.result.Body).name` takes an attribute of what the function gives.
    const taken = first.calls !== undefined && second?.type === 'name';
    return node.steps
      .map((step, index) => ({ node: step, measured: index === 0 ? taken : step.type === 'name' }))
      .slice(isVariable(first, 'states') ? 1 : 0);
  }
  const measured =
    (node.calls !== undefined && measures.has(node.calls)) ||
    (node.type === 'binary' && comparisons.has(String(node.value)));
  return node.children.map((child, index) => ({
    node: child,
    measured: measured || (node.type === 'condition' && index === 0),
  }));
}

function find(node: Expression, content: readonly ContentPath[]): string | undefined {
  if (isVariable(node, 'states')) return '$states';
  if (isVariable(node.steps[0], 'states')) {
    const whole = wholeSteps(node.steps, content);
    if (whole > 0 && !picks(node.steps[whole])) {
      return `$${node.steps
        .slice(0, whole)
        .map((step) => String(step.value))
        .join('.')}`;
    }
  }
  for (const part of parts(node)) {
    const found = part.measured ? undefined : find(part.node, content);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The first reference in an expression that takes content whole: `$states.result`, or the member of it that holds the
 * content, without naming an attribute below it. What only counts, compares or tests the content is not such a reference.
 * @param content the paths below `$states.result` that hold content
 * @throws JsonataSyntaxError
 */
export function wholeResult(value: Jsonata, content: readonly ContentPath[]): string | undefined {
  return find(parse(expressionOf(value)), content);
}
