import type { ListedObject, ObjectStore } from '../integrations/object-store';

/** Bytes of a row, its line break included; rows of a piece. */
const ROW = 100;
const ROWS = 40_000;

/** Objects of a page of a listing. */
const PAGE = 1000;

const row = (text: string) => `${text.padEnd(ROW - 1, 'x')}\n`;

/** CSV files of so many rows each that exist only piece by piece, and a place for results where nothing is kept. */
export class GeneratedCsv implements ObjectStore {
  written = 0;

  constructor(
    private readonly rows: number,
    private readonly files = 1,
  ) {}

  async *get(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(row('id,name,amount,note'));
    for (let from = 1; from <= this.rows; from += ROWS) {
      const count = Math.min(ROWS, this.rows + 1 - from);
      const rows = Array.from({ length: count }, (_, at) => row(`${from + at},"name, of ${from + at}",${at * 7},`));
      yield Buffer.from(rows.join(''));
    }
  }

  async list({ continuationToken = '0' }: { continuationToken?: string }) {
    const from = Number(continuationToken);
    const until = Math.min(from + PAGE, this.files);
    const objects = Array.from({ length: until - from }, (_, at): ListedObject => {
      return { key: `${from + at}.csv`, etag: '', size: this.rows * ROW, lastModified: 0, storageClass: 'STANDARD' };
    });
    return until < this.files ? { objects, continuationToken: String(until) } : { objects };
  }

  async put(_object: unknown, body: Uint8Array): Promise<void> {
    this.written += body.length;
  }

  async upload(object: unknown) {
    return { part: (body: Uint8Array) => this.put(object, body), complete: async () => {} };
  }
}
