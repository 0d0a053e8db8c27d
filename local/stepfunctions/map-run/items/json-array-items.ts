import { type JsonValue, parseJson } from '../../json';
import type { TextItems } from './text-items';

const isSpace = (character: string) =>
  character === ' ' || character === '\n' || character === '\r' || character === '\t';

/**
 * The elements of a JSON array, one after another: finds where each begins and ends, and leaves it to `parseJson` to say
 * whether it is right. So a file may be larger than memory, but none of its elements.
 */
export class JsonArrayItems implements TextItems {
  private state: 'before' | 'inside' | 'after' = 'before';
  private element = '';
  /** Brackets and braces open within the element. */
  private depth = 0;
  private string = false;
  private escaped = false;
  private elements = 0;

  /** @param within whether the array is part of a document, which may go on after it. */
  constructor(private readonly within = false) {}

  push(text: string): JsonValue[] {
    const items: JsonValue[] = [];
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at] ?? '';
      if (this.state !== 'inside') {
        this.outside(character);
        from = at + 1;
      } else if (this.string) this.inString(character);
      else if (character === '"') this.string = true;
      else if (character === '[' || character === '{') this.depth += 1;
      else if (this.depth > 0) this.depth -= character === ']' || character === '}' ? 1 : 0;
      else if (character === ',' || character === ']') {
        this.element += text.slice(from, at);
        from = at + 1;
        this.endElement(items, character === ']');
      }
    }
    if (this.state === 'inside') this.element += text.slice(from);
    return items;
  }

  end(): JsonValue[] {
    if (this.state === 'before') throw notIterable();
    if (this.state === 'inside') throw new Error('The JSON file ends within its array.');
    return [];
  }

  private outside(character: string): void {
    if (isSpace(character)) return;
    if (this.state === 'after' && this.within) return;
    if (this.state === 'after') throw new Error('The JSON file goes on after its array.');
    if (character !== '[') throw notIterable();
    this.state = 'inside';
  }

  private inString(character: string): void {
    if (this.escaped) this.escaped = false;
    else if (character === '\\') this.escaped = true;
    else if (character === '"') this.string = false;
  }

  private endElement(items: JsonValue[], last: boolean): void {
    const text = this.element;
    this.element = '';
    if (last) this.state = 'after';
    if (last && this.elements === 0 && text.trim() === '') return;
    this.elements += 1;
    try {
      items.push(parseJson(text));
    } catch (error) {
      throw new Error(`Element ${this.elements - 1} of the JSON array is not valid: ${(error as Error).message}`);
    }
  }
}

const notIterable = () => new Error('Attempting to map over non-iterable node.');
