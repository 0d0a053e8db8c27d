import type { Journal, JournalLine } from '../journal/journal';

/** A journal as JSON text in memory, for tests: what is kept, and what another reads of it, is what JSON can hold. */
export class MemoryJournal implements Journal {
  readonly name = 'in memory';
  /** Set to have the journal replaced at the next opportunity. */
  isLong = false;
  /** How many lines it had when it was replaced last. */
  linesAtReplacement = 0;

  constructor(public texts: string[] = []) {}

  lines(): JournalLine[] {
    return this.texts.map((text) => JSON.parse(text) as JournalLine);
  }

  append(line: JournalLine): void {
    this.texts.push(JSON.stringify(line));
  }

  replace(lines: Iterable<JournalLine>): void {
    this.texts = [...lines].map((line) => JSON.stringify(line));
    this.isLong = false;
    this.linesAtReplacement = this.texts.length;
  }

  close(): void {}
}
