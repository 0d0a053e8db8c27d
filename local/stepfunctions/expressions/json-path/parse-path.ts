import type { JsonValue } from '../../json';
import { JsonPathSyntaxError } from './errors';
import { type Filter, parseFilter } from './filter';
import { isFunction } from './functions';
import { JsonPath } from './json-path';

/** One step of a path. */
export type PathToken =
  | { kind: 'property'; names: string[] }
  | { kind: 'index'; indexes: number[] }
  | { kind: 'slice'; from?: number; to?: number }
  | { kind: 'wildcard' }
  /** `..`: the token after it is tried at every depth. */
  | { kind: 'scan' }
  | { kind: 'filter'; filter: Filter }
  | { kind: 'function'; name: string; parameters: (JsonPath | JsonValue)[] };

/** @throws JsonPathSyntaxError */
export function parsePath(source: string): PathToken[] {
  const text = source.trim();
  if (text[0] !== '$' && text[0] !== '@') throw new JsonPathSyntaxError("Path must start with '$' or '@'");
  if (text.endsWith('.')) throw new JsonPathSyntaxError("Path must not end with a '.' or '..'");
  const parser = new PathParser(text);
  return parser.tokens();
}

class PathParser {
  private at = 1;

  constructor(private readonly text: string) {}

  tokens(): PathToken[] {
    const tokens: PathToken[] = [];
    while (this.at < this.text.length) this.next(tokens);
    return tokens;
  }

  private next(tokens: PathToken[]): void {
    const { text } = this;
    if (text[this.at] === '[') {
      tokens.push(this.bracket());
      return;
    }
    if (text[this.at] !== '.') this.fail(`Illegal character at position ${this.at} expected '.' or '['`);
    this.at += 1;
    if (text[this.at] === '.') {
      tokens.push({ kind: 'scan' });
      this.at += 1;
      if (text[this.at] === '.') this.fail(`Character '.' on position ${this.at} is not valid.`);
    }
    if (text[this.at] === '[') tokens.push(this.bracket());
    else if (text[this.at] === '*') {
      this.at += 1;
      tokens.push({ kind: 'wildcard' });
    } else tokens.push(this.name());
  }

  /** `name` or `name(…)`. */
  private name(): PathToken {
    const start = this.at;
    while (this.at < this.text.length && !'.[('.includes(this.text[this.at] as string)) {
      if (this.text[this.at] === ' ') {
        this.fail(`Use bracket notion ['my prop'] if your property contains blank characters. position: ${start}`);
      }
      this.at += 1;
    }
    const name = this.text.slice(start, this.at);
    if (name === '') this.fail(`Could not parse token starting at position ${start}`);
    if (this.text[this.at] !== '(') return { kind: 'property', names: [name] };
    const end = closing(this.text, this.at, '(', ')');
    if (end === -1) this.fail(`Arguments to function: '${name}' are not closed properly.`);
    if (!isFunction(name)) this.fail(`Function with name: ${name} does not exist.`);
    const parameters = splitTopLevel(this.text.slice(this.at + 1, end)).map(readParameter);
    this.at = end + 1;
    return { kind: 'function', name, parameters };
  }

  /** `['name']`, `[0]`, `[1:3]`, `[*]`, `[?(…)]`. */
  private bracket(): PathToken {
    const start = this.at;
    const end = closing(this.text, start, '[', ']');
    if (end === -1) this.fail(`Could not parse token starting at position ${start}. Expected ?, ', 0-9, * `);
    const content = this.text.slice(start + 1, end).trim();
    this.at = end + 1;
    if (content === '*') return { kind: 'wildcard' };
    if (content[0] === "'" || content[0] === '"') return { kind: 'property', names: this.quotedNames(content) };
    if (content[0] === '?') return { kind: 'filter', filter: parseFilter(content.slice(1).trim()) };
    if (/^-?\d+(\s*,\s*-?\d+)*$/.test(content)) {
      return { kind: 'index', indexes: content.split(',').map((index) => Number(index.trim())) };
    }
    const slice = /^(-?\d+)?:(-?\d+)?$/.exec(content);
    if (!slice || (slice[1] === undefined && slice[2] === undefined)) {
      this.fail(`Could not parse token starting at position ${start}. Expected ?, ', 0-9, * `);
    }
    const [, from, to] = slice;
    return {
      kind: 'slice',
      ...(from === undefined ? {} : { from: Number(from) }),
      ...(to === undefined ? {} : { to: Number(to) }),
    };
  }

  private quotedNames(content: string): string[] {
    return splitTopLevel(content).map((part) => {
      const quote = part[0];
      if (part.length < 2 || (quote !== "'" && quote !== '"') || !part.endsWith(quote)) {
        this.fail('Property has not been closed - missing closing quote');
      }
      // A backslash is part of the name, unless it stands before the quote.
      return part.slice(1, -1).replaceAll(`\\${quote}`, quote === "'" ? quote : `\\${quote}`);
    });
  }

  private fail(message: string): never {
    throw new JsonPathSyntaxError(message);
  }
}

function readParameter(text: string): JsonPath | JsonValue {
  if (text.startsWith('$') || text.startsWith('@')) return new JsonPath(text);
  try {
    return JSON.parse(text.startsWith("'") ? JSON.stringify(text.slice(1, -1)) : text) as JsonValue;
  } catch {
    throw new JsonPathSyntaxError(`The argument ${text} is neither a path nor JSON`);
  }
}

/** Where the bracket that opens at `start` closes; -1 if it does not. What stands in quotes or in a regular expression does not count. */
export function closing(text: string, start: number, open: string, close: string): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] as string;
    if (character === "'" || character === '"') {
      at = endOfQuoted(text, at);
      if (at === -1) return -1;
    } else if (character === open) depth += 1;
    else if (character === close && --depth === 0) return at;
  }
  return -1;
}

/** The index of the quote that ends what the one at `start` begins; -1 if there is none. */
export function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start]) return at;
  }
  return -1;
}

/** The parts between commas that stand in no quotes and brackets, trimmed. */
function splitTopLevel(text: string): string[] {
  if (text.trim() === '') return [];
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === "'" || character === '"') {
      const end = endOfQuoted(text, at);
      at = end === -1 ? text.length : end;
    } else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}
