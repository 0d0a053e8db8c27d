import type { Definition, Focus, Implementation } from './jsonata-function';
import { checkText } from './memory';

/** The name that the operator `&` is bound to, which no variable can have. */
export const CONCATENATION = '&';

interface Node {
  type?: string;
  value?: unknown;
  [field: string]: unknown;
}

const isConcatenation = (node: unknown): node is Node => {
  const { type, value } = (node ?? {}) as Node;
  return type === 'binary' && value === '&';
};

/** Lets an expression call a function of ours for `&`, since JSONata does not let one see what comes of an operator. */
export function callForConcatenation(node: unknown, seen = new Set<unknown>()): void {
  if (typeof node !== 'object' || node === null || seen.has(node)) return;
  seen.add(node);
  const { type, lhs, rhs } = node as Node;
  // What `~>` applies is no text, and told so as long as it is an operator.
  if (type === 'apply' && isConcatenation(rhs)) {
    for (const operand of [lhs, rhs.lhs, rhs.rhs]) callForConcatenation(operand, seen);
    return;
  }
  for (const inner of Object.values(node)) callForConcatenation(inner, seen);
  if (!isConcatenation(node)) return;
  const procedure = { type: 'variable', value: CONCATENATION, position: (node as Node).position };
  Object.assign(node, { type: 'function', value: '(', procedure, arguments: [lhs, rhs] });
}

/** What `&` does, on JSONata's `$string`, to texts that are not too long. */
export function concatenation(string: Implementation): Definition {
  const text = (value: unknown, focus: Focus) =>
    (value === undefined ? '' : string.call(focus, value as never)) as string;
  return {
    _jsonata_function: true,
    implementation(this: Focus, left: unknown, right: unknown) {
      const whole = text(left, this) + text(right, this);
      checkText(whole);
      return whole;
    },
  };
}
