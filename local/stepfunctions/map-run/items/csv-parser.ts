/** One record: its fields. */
export type CsvRecord = string[];

/**
 * Parses CSV as Step Functions does, which is not as RFC 4180 has it: `\` escapes a backslash, a double quote and the
 * delimiter, and is dropped before anything else; a doubled quote is a quote, inside quotes and inside a field without
 * any; a line break within an odd number of quotes belongs to the field, whether or not a backslash stands before one.
 * A line without any character is no record.
 *
 * Text comes in pieces of any size, and so do the records: between two pieces only the record at hand is kept.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/example-csv-parse-dist-map.html
 */
export class CsvParser {
  private fields: string[] = [];
  private field = '';
  /** The field has begun: it has a character, or quotes around nothing. */
  private begun = false;
  private quoted = false;
  /** The record has an odd number of double quotes so far. */
  private odd = false;
  /** What has to be seen together with the character after it. */
  private held = '';

  constructor(private readonly delimiter: string) {}

  /** The records that end within this piece. */
  push(text: string): CsvRecord[] {
    return this.parse(this.held + text, false);
  }

  /** The last record, when no line break ends it. */
  end(): CsvRecord[] {
    const records = this.parse(this.held, true);
    if (this.fields.length > 0 || this.begun) records.push(this.endRecord());
    return records;
  }

  private parse(text: string, last: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    this.held = '';
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (!this.isSpecial(character)) continue;
      this.append(text.slice(from, at));
      const next = text[at + 1];
      if (next === undefined && !last && character !== this.delimiter && character !== '\n') {
        this.held = text.slice(at);
        return records;
      }
      if (character === '"') at += this.quote(next);
      else if (character === '\\') at += this.escape(next);
      else if (character === this.delimiter) this.delimit();
      else if (character === '\r' && next === '\n' && !this.odd) at += this.breakLine(records) + 1;
      else if (character === '\n' && !this.odd) this.breakLine(records);
      else this.append(character ?? '');
      from = at + 1;
    }
    this.append(text.slice(from));
    return records;
  }

  private isSpecial(character: string | undefined): boolean {
    return (
      character === '"' ||
      character === '\\' ||
      character === '\n' ||
      character === '\r' ||
      character === this.delimiter
    );
  }

  private append(text: string): void {
    if (text === '') return;
    this.field += text;
    this.begun = true;
  }

  /** @returns how many characters after the quote are done with. */
  private quote(next: string | undefined): number {
    if (next === '"' && (this.quoted || this.begun)) {
      this.append('"');
      return 1;
    }
    this.quoted = !this.quoted;
    this.odd = !this.odd;
    this.begun = true;
    return 0;
  }

  private escape(next: string | undefined): number {
    if (next !== '\\' && next !== '"' && next !== this.delimiter) return 0;
    if (next === '"') this.odd = !this.odd;
    this.append(next);
    return 1;
  }

  private delimit(): void {
    if (this.quoted) this.append(this.delimiter);
    else this.endField();
  }

  private breakLine(records: CsvRecord[]): 0 {
    if (this.fields.length > 0 || this.begun) records.push(this.endRecord());
    return 0;
  }

  private endField(): void {
    this.fields.push(this.field);
    this.field = '';
    this.begun = false;
    this.quoted = false;
  }

  private endRecord(): CsvRecord {
    this.endField();
    const record = this.fields;
    this.fields = [];
    this.odd = false;
    return record;
  }
}
