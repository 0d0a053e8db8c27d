import type { ObjectStore } from '../integrations/object-store';

/** Bytes of a row, its line break included; rows of a piece. */
const ROW = 100;
const ROWS = 40_000;

const row = (text: string) => `${text.padEnd(ROW - 1, 'x')}\n`;

/** A CSV file of so many rows that exists only piece by piece, and a place for results where nothing is kept. */
export class GeneratedCsv implements ObjectStore {
  written = 0;

  constructor(private readonly rows: number) {}

  async *get(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(row('id,name,amount,note'));
    for (let from = 1; from <= this.rows; from += ROWS) {
      const count = Math.min(ROWS, this.rows + 1 - from);
      const rows = Array.from({ length: count }, (_, at) => row(`${from + at},"name, of ${from + at}",${at * 7},`));
      yield Buffer.from(rows.join(''));
    }
  }

  async list(): Promise<{ objects: [] }> {
    return { objects: [] };
  }

  async put(_object: unknown, body: Uint8Array): Promise<void> {
    this.written += body.length;
  }

  async upload(object: unknown) {
    return { part: (body: Uint8Array) => this.put(object, body), complete: async () => {} };
  }
}
