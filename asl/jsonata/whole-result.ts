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

/** What an expression takes whole. */
interface Whole {
  readonly reference: string;
  /** Whether content lies further below it, so that a name may still name all of that. */
  readonly above: boolean;
}

/**
 * The steps of a path, those that `$lookup` takes among them: `$lookup($states, 'result').Item` reads as
 * `$states.result.Item`. A name that only shows as it runs may be any.
 */
function stepsOf(node: Expression): readonly Expression[] {
  const [object, key] = node.calls === 'lookup' ? node.arguments : [];
  if (object !== undefined && key !== undefined) {
    return [...stepsOf(object), { ...key, type: key.type === 'string' ? 'name' : 'wildcard' }];
  }
  const [first, ...rest] = node.steps;
  return first === undefined ? [node] : [...stepsOf(first), ...rest];
}

function namesOf(steps: readonly Expression[]): readonly string[] {
  return steps.map(({ value }) => String(value));
}

/** What a path takes whole of something that holds content; undefined when it reaches none. */
function wholeOf(steps: readonly Expression[], content: readonly ContentPath[]): Whole | undefined {
  const whole = (length: number, above: boolean): Whole | undefined =>
    picks(steps[length]) ? undefined : { reference: `$${namesOf(steps.slice(0, length)).join('.')}`, above };
  const named = steps.slice(1).findIndex((step) => step.type !== 'name');
  const [first, ...below] = namesOf(steps.slice(1, named === -1 ? undefined : named + 1));
  if (first === undefined) return whole(1, true);
  if (first !== 'result') return undefined;
  const depths = content.filter((path) => startsWith(below, path)).map((path) => path.length);
  const above = content.some((path) => path.length > below.length);
  if (depths.length > 0) return whole(2 + Math.max(...depths), above);
  return below.length === 0 ? whole(2, above) : undefined;
}

function mentions(node: Expression, variable: string): boolean {
  return isVariable(node, variable) || node.children.some((child) => mentions(child, variable));
}

/** Whether the step after the whole says which attributes it takes: by name, or by a constructor without `$`. */
function picks(step: Expression | undefined): boolean {
  if (step?.type === 'name') return true;
  return step?.type === 'unary' && step.value === '{' && !mentions(step, '');
}

/** A node below another, and how much of it goes on: all, what is named of it, or only a measure. */
interface Part {
  readonly node: Expression;
  readonly goesOn: 'whole' | 'named' | 'measured';
}

function parts(node: Expression): readonly Part[] {
  const steps = stepsOf(node);
  if (isVariable(steps[0], 'states')) return steps.slice(1).map(stepPart);
  const [first, second] = node.steps;
  if (first !== undefined) {
    // `$parse($states.result.Body).name` takes an attribute of what the function gives.
    const taken = first.calls !== undefined && second?.type === 'name';
    return [{ node: first, goesOn: taken ? 'named' : 'whole' }, ...node.steps.slice(1).map(stepPart)];
  }
  const measured =
    (node.calls !== undefined && measures.has(node.calls)) ||
    (node.type === 'binary' && comparisons.has(String(node.value)));
  return node.children.map((child, index) => ({
    node: child,
    goesOn: measured || (node.type === 'condition' && index === 0) ? 'measured' : 'whole',
  }));
}

/** A name reads nothing but itself; any other step may read what it likes. */
function stepPart(step: Expression): Part {
  return { node: step, goesOn: step.type === 'name' ? 'measured' : 'whole' };
}

function find(node: Expression, content: readonly ContentPath[]): Whole | undefined {
  const steps = stepsOf(node);
  if (isVariable(steps[0], 'states')) {
    const whole = wholeOf(steps, content);
    if (whole !== undefined) return whole;
  }
  for (const { node: part, goesOn } of parts(node)) {
    const found = goesOn === 'measured' ? undefined : find(part, content);
    if (found !== undefined && (goesOn === 'whole' || found.above)) return found;
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
  return find(parse(expressionOf(value)), content)?.reference;
}
