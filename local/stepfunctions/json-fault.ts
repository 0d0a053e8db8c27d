import { DEEPEST, inexact, inexactNumber, tooDeepAt } from './json';

/** Where a text stops being JSON, and why, in the words of AWS. */
export interface JsonFault {
  message: string;
  /** Both count from 1. */
  line: number;
  column: number;
}

/** Why a text that `parseJson` refuses is no JSON. */
export function jsonFault(text: string): JsonFault {
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const message = `Document nesting depth (${DEEPEST + 1}) exceeds the maximum allowed (${DEEPEST})`;
    return { message, ...placeOf(text, deep) };
  }
  const large = inexactNumber(text);
  if (large) return { message: inexact(large.number), ...placeOf(text, large.at) };
  try {
    new Reader(text).value();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { message: error.message, ...placeOf(text, error.at) };
  }
  // The value is whole, and something follows it.
  return { message: 'Unexpected content after the JSON value', line: 1, column: 1 };
}

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

class Fault extends Error {
  constructor(
    message: string,
    /** How many characters had been read. */
    readonly at: number,
  ) {
    super(message);
  }
}

const TOKENS = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const BLANKS = /[ \t\r\n]*/y;
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(): void {
    this.take(BLANKS);
    const start = this.text[this.at];
    if (start === '{') this.structure('Object', '}', () => this.entry());
    else if (start === '[') this.structure('Array', ']', () => this.value());
    else if (start === '"') this.string();
    else this.scalar(start);
  }

  private scalar(start: string | undefined): void {
    if (start === undefined) throw new Fault('No content to map due to end-of-input', this.at);
    const word = this.take(WORD);
    if (word === '') {
      if (this.take(NUMBER) === '') this.unexpected(`expected a valid value (${TOKENS})`);
    } else if (!['true', 'false', 'null'].includes(word)) {
      throw new Fault(`Unrecognized token '${word}': was expecting (${TOKENS})`, this.at);
    }
  }

  private structure(kind: 'Object' | 'Array', close: string, item: () => void): void {
    const opened = this.at;
    this.at += 1;
    this.take(BLANKS);
    if (this.skip(close)) return;
    for (;;) {
      this.stillIn(kind, opened);
      item();
      this.stillIn(kind, opened);
      if (this.skip(close)) return;
      if (!this.skip(',')) this.unexpected(`was expecting comma to separate ${kind} entries`);
    }
  }

  private entry(): void {
    if (this.text[this.at] !== '"') this.unexpected('was expecting double-quote to start field name');
    this.string();
    this.take(BLANKS);
    if (!this.skip(':')) this.unexpected('was expecting a colon to separate field name and value');
    this.value();
  }

  private string(): void {
    this.at += 1;
    while (!this.skip('"')) {
      const character = this.text[this.at];
      if (character === undefined) {
        throw new Fault('Unexpected end-of-input: was expecting closing quote for a string value', this.at);
      }
      this.at += 1;
      if (character < ' ') {
        const reason = 'has to be escaped using backslash to be included in string value';
        throw new Fault(`Illegal unquoted character (${shown(character)}): ${reason}`, this.at);
      }
      if (character === '\\' && this.take(ESCAPE) === '') {
        throw new Fault(`Unrecognized character escape ${shown(this.text[this.at] ?? '')}`, this.at + 1);
      }
    }
  }

  /** Skips blanks; the text must go on then. */
  private stillIn(kind: 'Object' | 'Array', opened: number): void {
    this.take(BLANKS);
    if (this.at < this.text.length) return;
    const before = this.text.slice(0, opened).split('\n');
    const place = `line: ${before.length}, column: ${(before.at(-1) ?? '').length + 1}`;
    const marker = `(start marker at [Source: (String)"${this.text}"; ${place}])`;
    throw new Fault(`Unexpected end-of-input: expected close marker for ${kind} ${marker}`, this.at);
  }

  private unexpected(expected: string): never {
    const character = this.text[this.at];
    if (character === undefined) throw new Fault('Unexpected end-of-input', this.at);
    throw new Fault(`Unexpected character (${shown(character)}): ${expected}`, this.at + 1);
  }

  private skip(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const taken = pattern.exec(this.text)?.[0] ?? '';
    this.at += taken.length;
    return taken;
  }
}

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 32 ? `(CTRL-CHAR, code ${code})` : `'${character}' (code ${code})`;
}
