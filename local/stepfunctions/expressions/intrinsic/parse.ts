import type { JsonValue } from '../../json';

/** A parsed call of an intrinsic function, or one of its arguments. */
export type IntrinsicNode =
  | { kind: 'call'; name: string; arguments: IntrinsicNode[] }
  /** `text` as it is written: Format reads its own escapes. */
  | { kind: 'text'; text: string }
  | { kind: 'literal'; value: JsonValue }
  /** `$…`, `$$…` or `$variable…`. */
  | { kind: 'path'; source: string };

/** Thrown for what is no intrinsic call; the message says why. */
export class IntrinsicSyntaxError extends Error {}

/** How deep calls may stand in calls. @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
const DEEPEST = 10;

/**
 * Reads `States.Format('…', $.a, States.UUID())`.
 *
 * @throws IntrinsicSyntaxError
 */
export function parseIntrinsic(source: string): IntrinsicNode & { kind: 'call' } {
  return new Parser(source).parse();
}

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  parse(): IntrinsicNode & { kind: 'call' } {
    this.blanks();
    const call = this.call(1);
    this.blanks();
    if (this.at < this.text.length) this.fail();
    return call;
  }

  private call(depth: number): IntrinsicNode & { kind: 'call' } {
    if (depth > DEEPEST) throw new IntrinsicSyntaxError(`Intrinsic functions can be nested ${DEEPEST} deep at most`);
    const name = /^States\.[A-Za-z0-9]+/.exec(this.text.slice(this.at))?.[0];
    if (name === undefined) return this.fail();
    this.at += name.length;
    this.blanks();
    this.take('(');
    const all: IntrinsicNode[] = [];
    this.blanks();
    if (this.text[this.at] === ')') {
      this.at += 1;
      return { kind: 'call', name, arguments: all };
    }
    for (;;) {
      all.push(this.argument(depth));
      this.blanks();
      if (this.text[this.at] === ')') break;
      this.take(',');
    }
    this.at += 1;
    return { kind: 'call', name, arguments: all };
  }

  private argument(depth: number): IntrinsicNode {
    this.blanks();
    const rest = this.text.slice(this.at);
    if (rest.startsWith("'")) return this.quoted();
    if (rest.startsWith('$')) return this.path();
    if (rest.startsWith('States.')) return this.call(depth + 1);
    const literal = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s,)])/.exec(rest)?.[0];
    if (literal === undefined) return this.fail();
    this.at += literal.length;
    return { kind: 'literal', value: JSON.parse(literal) as JsonValue };
  }

  private quoted(): IntrinsicNode {
    const from = this.at + 1;
    for (let at = from; at < this.text.length; at++) {
      if (this.text[at] === '\\') {
        if (!"'{}\\".includes(this.text[at + 1] ?? ' ')) this.fail();
        at += 1;
      } else if (this.text[at] === "'") {
        this.at = at + 1;
        return { kind: 'text', text: this.text.slice(from, at) };
      }
    }
    return this.fail();
  }

  /** Up to the comma or parenthesis that ends the argument. */
  private path(): IntrinsicNode {
    const from = this.at;
    let depth = 0;
    let quote = '';
    for (; this.at < this.text.length; this.at++) {
      const character = this.text[this.at] as string;
      if (quote !== '') {
        if (character === '\\') this.at += 1;
        else if (character === quote) quote = '';
      } else if (depth > 0 && (character === "'" || character === '"')) quote = character;
      else if (character === '[' || character === '(') depth += 1;
      else if (depth > 0 && (character === ']' || character === ')')) depth -= 1;
      else if (depth === 0 && (character === ',' || character === ')')) break;
    }
    return { kind: 'path', source: this.text.slice(from, this.at).trim() };
  }

  private take(symbol: string): void {
    if (this.text[this.at] !== symbol) this.fail();
    this.at += 1;
  }

  private blanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private fail(): never {
    throw new IntrinsicSyntaxError('The intrinsic function is not valid');
  }
}
