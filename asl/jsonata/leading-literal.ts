import { expressionOf, type Jsonata } from '../definition/json';
import { type Expression, parse } from './parse';

function leading(expression: Expression): { text: string; whole: boolean } {
  if (expression.type === 'string') return { text: String(expression.value), whole: true };
  const [left, right] = expression.children;
  if (expression.type === 'binary' && expression.value === '&' && left !== undefined && right !== undefined) {
    const first = leading(left);
    if (!first.whole) return first;
    const second = leading(right);
    return { text: first.text + second.text, whole: second.whole };
  }
  return { text: '', whole: false };
}

/** What every value of a JSONata expression begins with, as far as its concatenations show: `'a-' & $x` gives `a-`. */
export function leadingLiteral(value: Jsonata): string {
  return leading(parse(expressionOf(value))).text;
}
