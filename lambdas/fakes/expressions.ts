/** The part of DynamoDB's expression language that the handlers use; anything else is an error, as a typing slip would be. */
export type Item = Record<string, unknown>;

interface Scope {
  item: Item;
  name(token: string): string;
  value(token: string): unknown;
}

/** Words of ours that DynamoDB reserves: it refuses them in an expression without a `#` placeholder. */
const RESERVED = ['action', 'attributes', 'context', 'data', 'label', 'open', 'read', 'rows', 'status', 'ttl'];

function tokens(expression: string): string[] {
  return expression.match(/[#:]?[A-Za-z_]\w*|<=|>=|<>|[=<>(),+]/g) ?? [];
}

/** Evaluates expressions over one item, and tells which placeholders nobody used, which DynamoDB refuses. */
export class Expressions {
  private readonly used = new Set<string>();

  constructor(
    private readonly names: Readonly<Record<string, string>> = {},
    private readonly values: Readonly<Record<string, unknown>> = {},
  ) {}

  holds(expression: string, item: Item): boolean {
    const parser = new Parser(tokens(expression), this.scope(item));
    const result = parser.or();
    parser.end();
    return result;
  }

  update(expression: string, item: Item): Item {
    const parser = new Parser(tokens(expression), this.scope(item));
    const next = parser.update();
    parser.end();
    return next;
  }

  /** Names in a projection. */
  project(expression: string, item: Item): Item {
    const scope = this.scope(item);
    const wanted = tokens(expression)
      .filter((token) => token !== ',')
      .map((token) => scope.name(token));
    return Object.fromEntries(Object.entries(item).filter(([name]) => wanted.includes(name)));
  }

  assertAllUsed(): void {
    const unused = [...Object.keys(this.names), ...Object.keys(this.values)].filter((token) => !this.used.has(token));
    if (unused.length > 0) throw new Error(`ValidationException: unused in expressions: ${unused.join(', ')}`);
  }

  private scope(item: Item): Scope {
    const lookUp = <T>(from: Readonly<Record<string, T>>, token: string): T => {
      if (!(token in from)) throw new Error(`ValidationException: ${token} is not defined`);
      this.used.add(token);
      return from[token] as T;
    };
    return {
      item,
      value: (token) => lookUp(this.values, token),
      name: (token) => {
        if (token.startsWith('#')) return lookUp(this.names, token);
        if (RESERVED.includes(token)) throw new Error(`ValidationException: ${token} is a reserved keyword`);
        return token;
      },
    };
  }
}

class Parser {
  private position = 0;

  constructor(
    private readonly list: readonly string[],
    private readonly scope: Scope,
  ) {}

  or(): boolean {
    let result = this.and();
    while (this.take('OR')) result = this.and() || result;
    return result;
  }

  update(): Item {
    const next = { ...this.scope.item };
    if (this.take('SET')) {
      do {
        const name = this.scope.name(this.next());
        this.expect('=');
        next[name] = this.sum();
      } while (this.take(','));
    }
    if (this.take('REMOVE')) {
      do delete next[this.scope.name(this.next())];
      while (this.take(','));
    }
    return next;
  }

  end(): void {
    if (this.position < this.list.length)
      throw new Error(`ValidationException: unexpected ${this.list[this.position]}`);
  }

  private and(): boolean {
    let result = this.term();
    while (this.take('AND')) result = this.term() && result;
    return result;
  }

  private term(): boolean {
    if (this.take('(')) {
      const result = this.or();
      this.expect(')');
      return result;
    }
    if (this.take('attribute_exists')) return this.attribute() !== undefined;
    if (this.take('attribute_not_exists')) return this.attribute() === undefined;
    if (this.take('begins_with')) {
      const [text, prefix] = this.operands();
      return String(text ?? '').startsWith(String(prefix));
    }
    const left = this.operand();
    if (this.take('IN')) return this.operands().includes(left);
    if (this.take('BETWEEN')) {
      const low = this.operand();
      this.expect('AND');
      const high = this.operand();
      return compare(left, '>=', low) && compare(left, '<=', high);
    }
    return compare(left, this.next(), this.operand());
  }

  private sum(): unknown {
    const left = this.operand();
    return this.take('+') ? Number(left) + Number(this.operand()) : left;
  }

  private operand(): unknown {
    if (this.take('if_not_exists')) {
      this.expect('(');
      const stored = this.scope.item[this.scope.name(this.next())];
      this.expect(',');
      const otherwise = this.operand();
      this.expect(')');
      return stored ?? otherwise;
    }
    const token = this.next();
    return token.startsWith(':') ? this.scope.value(token) : this.scope.item[this.scope.name(token)];
  }

  private attribute(): unknown {
    this.expect('(');
    const value = this.scope.item[this.scope.name(this.next())];
    this.expect(')');
    return value;
  }

  private operands(): unknown[] {
    this.expect('(');
    const values: unknown[] = [];
    do values.push(this.operand());
    while (this.take(','));
    this.expect(')');
    return values;
  }

  private take(token: string): boolean {
    if (this.list[this.position] !== token) return false;
    this.position += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw new Error(`ValidationException: expected ${token}, found ${this.list[this.position]}`);
  }

  private next(): string {
    const token = this.list[this.position];
    if (token === undefined) throw new Error('ValidationException: the expression ends too early');
    this.position += 1;
    return token;
  }
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === '=') return left !== undefined && left === right;
  if (operator === '<>') return left !== right;
  const comparable = typeof left === typeof right && (typeof left === 'number' || typeof left === 'string');
  if (!comparable) return false;
  const [a, b] = [left as number, right as number]; // the same type on both sides: strings compare as well as numbers do
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  if (operator === '>=') return a >= b;
  if (operator === '>') return a > b;
  throw new Error(`ValidationException: unknown operator ${operator}`);
}
