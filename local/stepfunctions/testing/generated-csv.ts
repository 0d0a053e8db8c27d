import type { ObjectRange, ObjectStore } from '../integrations/object-store';

/** Bytes of a row, its line break included, and of the header. */
const ROW = 100;

const row = (text: string) => `${text.padEnd(ROW - 1, 'x')}\n`;

/** A CSV file of so many rows that exists only range by range, and a place for results where nothing is kept. */
export class GeneratedCsv implements ObjectStore {
  written = 0;

  constructor(private readonly rows: number) {}

  async get(_object: unknown, from: number, to: number): Promise<ObjectRange> {
    const size = (this.rows + 1) * ROW;
    const first = Math.floor(from / ROW);
    const last = Math.min(Math.floor(to / ROW), this.rows);
    let text = '';
    for (let index = first; index <= last; index++) {
      text += row(index === 0 ? 'id,name,amount,note' : `${index},"name, of ${index}",${index * 7},`);
    }
    const start = from - first * ROW;
    return { body: Buffer.from(text).subarray(start, start + to - from + 1), size, etag: 'generated' };
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
