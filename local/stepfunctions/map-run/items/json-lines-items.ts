import { type JsonValue, parseJson } from '../../json';
import type { TextItems } from './text-items';

/** JSON Lines: one item a line; lines of white space are none. */
export class JsonLinesItems implements TextItems {
  private line = '';
  private number = 0;

  push(text: string): JsonValue[] {
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    if (lines.length === 0) {
      this.line += rest;
      return [];
    }
    lines[0] = this.line + lines[0];
    this.line = rest;
    return lines.flatMap((line) => this.item(line));
  }

  end(): JsonValue[] {
    const last = this.line;
    this.line = '';
    return this.item(last);
  }

  private item(line: string): JsonValue[] {
    this.number += 1;
    if (line.trim() === '') return [];
    try {
      return [parseJson(line)];
    } catch (error) {
      throw new Error(`Line ${this.number} of the JSONL file is not valid JSON: ${(error as Error).message}`);
    }
  }
}
