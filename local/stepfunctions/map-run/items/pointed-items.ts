import type { JsonValue } from '../../json';
import { JsonArrayItems } from './json-array-items';
import type { TextItems } from './text-items';

/** Where the scan is within one object or array. */
interface Frame {
  isObject: boolean;
  /** The name or index of the value that is at hand or comes next. */
  step: string | undefined;
  /** Whether the next text is a name. */
  named: boolean;
}

/**
 * The elements of an array that lies within a JSON document, found by its JSON pointer while the text passes by: what
 * stands before and after the array is never held.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export class PointedItems implements TextItems {
  private readonly items = new JsonArrayItems(true);
  private readonly frames: Frame[] = [];
  private found = false;
  private inString = false;
  private escaped = false;
  /** The name that is being read. */
  private name: string | undefined;

  /** @param steps names and indexes, unescaped. */
  constructor(private readonly steps: readonly string[]) {}

  push(text: string): JsonValue[] {
    if (this.found) return this.items.push(text);
    for (let at = 0; at < text.length; at++) {
      if (!this.scan(text[at] ?? '')) continue;
      this.found = true;
      return this.items.push(text.slice(at));
    }
    return [];
  }

  end(): JsonValue[] {
    if (!this.found) throw new Error(`The JSON file has nothing at its ItemsPointer '/${this.steps.join('/')}'.`);
    return this.items.end();
  }

  /** Whether the character begins the value that is sought. */
  private scan(character: string): boolean {
    if (this.inString) {
      this.inText(character);
      return false;
    }
    const frame = this.frames.at(-1);
    switch (character) {
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        return false;
      case ':':
        if (frame) frame.named = false;
        return false;
      case ',':
        if (frame?.isObject) frame.named = true;
        else if (frame) frame.step = String(Number(frame.step) + 1);
        return false;
      case '}':
      case ']':
        this.frames.pop();
        return false;
      case '"':
        this.inString = true;
        if (!frame?.named) return this.isSought();
        this.name = '';
        return false;
    }
    if (this.isSought()) return true;
    if (character === '{') this.frames.push({ isObject: true, step: undefined, named: true });
    else if (character === '[') this.frames.push({ isObject: false, step: '0', named: false });
    return false;
  }

  private inText(character: string): void {
    const ends = !this.escaped && character === '"';
    this.escaped = !this.escaped && character === '\\';
    if (!ends) {
      if (this.name !== undefined) this.name += character;
      return;
    }
    this.inString = false;
    const frame = this.frames.at(-1);
    if (this.name !== undefined && frame) frame.step = JSON.parse(`"${this.name}"`) as string;
    this.name = undefined;
  }

  private isSought(): boolean {
    return (
      this.frames.length === this.steps.length && this.frames.every(({ step }, index) => step === this.steps[index])
    );
  }
}

/** The steps of a JSON pointer such as `/data/0/a~1b`; undefined when it is none. */
export function parsePointer(pointer: string): string[] | undefined {
  if (!/^(?:\/(?:[^~]|~[01])*)*$/.test(pointer)) return undefined;
  const [, ...steps] = pointer.split('/');
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
