import { type CsvText, parseCsv } from './csv-text';
import { FileRefused } from './errors';
import { type FileHead, HEAD_BYTES } from './file-head';
import type { ProcessingMode } from './job';
import { headerName } from './rows';
import type { ImportTable } from './tables/table';

/** Rows that one function imports alone. */
export const DIRECT_ROWS = 5_000;
/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
const HEADER_BYTES = 10 * 1024;

const OTHERWISE = `A file of up to ${HEAD_BYTES} bytes and ${DIRECT_ROWS} rows can be imported as it is with processingMode DIRECT`;

/** A file that can be imported, as far as its beginning tells. */
export interface CheckedFile {
  header: string[];
  /** The rows in the file's beginning. */
  rows: string[][];
  /** Whether that is the whole file. */
  isWhole: boolean;
}

/**
 * Looks at the beginning of a file before anything of it is imported: can it be read, are the columns of its table there, and will
 * whoever reads it lose nothing? The reader of a Distributed Map drops fields that are too many, fills those that are missing
 * with "", and takes a backslash away: such a file is refused for it, since nobody could tell afterwards which rows were changed.
 *
 * @throws FileRefused saying what is wrong and what to do
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export function preflight({ bytes, size }: FileHead, table: ImportTable, mode: ProcessingMode): CheckedFile {
  const isWhole = size <= bytes.length;
  const csv = parseCsv(bytes, isWhole);
  const [header, ...rows] = csv.records;
  if (header === undefined) {
    throw new FileRefused(isWhole ? 'the file is empty' : `its first ${HEAD_BYTES} bytes hold no complete line`);
  }
  checkHeader(header, table);
  if (mode === 'DIRECT') checkSize(size, rows.length);
  else checkFaithful(csv, header, rows);
  return { header, rows, isWhole };
}

function checkHeader(header: readonly string[], table: ImportTable): void {
  const names = header.map(headerName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new FileRefused(`the header names the column "${twice}" twice. Rename one of them`);
  const missing = table.columns.filter(({ name, required }) => required && !names.includes(name));
  if (missing.length === 0) return;
  const found = header.join(', ').slice(0, 200);
  const hint = /[;\t|]/.test(found) && header.length === 1 ? '. Is it separated by something else than commas?' : '';
  throw new FileRefused(
    `the header lacks ${missing.map(({ name }) => name).join(', ')}; it has ${found}${hint}. ` +
      'The first line must name the columns; their order and case do not matter',
  );
}

function checkSize(size: number, rows: number): void {
  if (size <= HEAD_BYTES && rows <= DIRECT_ROWS) return;
  throw new FileRefused(
    `the file has ${size} bytes${size <= HEAD_BYTES ? ` and ${rows} rows` : ''}; DIRECT takes up to ${HEAD_BYTES} bytes and ` +
      `${DIRECT_ROWS} rows. Import it with processingMode STEP_FUNCTION`,
  );
}

function checkFaithful({ text }: CsvText, header: readonly string[], rows: readonly string[][]): void {
  if (Buffer.byteLength(header.join(',')) > HEADER_BYTES) {
    throw new FileRefused(
      `the header is longer than the ${HEADER_BYTES} bytes that Step Functions reads. ${OTHERWISE}`,
    );
  }
  if (!text.includes('\n') && text.includes('\r')) {
    throw new FileRefused(`its lines end in CR alone, which Step Functions does not take for an end. ${OTHERWISE}`);
  }
  const escaped = [header, ...rows].findIndex((record) => record.some((field) => field.includes('\\')));
  if (escaped >= 0) {
    const where = escaped === 0 ? 'the header' : `row ${escaped}`;
    throw new FileRefused(
      `${where} holds a backslash, which Step Functions takes for an escape and drops. ${OTHERWISE}`,
    );
  }
  const uneven = rows.findIndex((record) => record.length !== header.length);
  const record = rows[uneven];
  if (record === undefined) return;
  const lost = record.length > header.length ? 'drops those that are too many' : 'fills the missing ones with nothing';
  throw new FileRefused(
    `row ${uneven + 1} has ${record.length} fields, the header ${header.length}, and Step Functions ${lost}. ${OTHERWISE}`,
  );
}
