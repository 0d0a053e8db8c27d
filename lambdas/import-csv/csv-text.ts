import { CsvError, parse } from 'csv-parse/sync';
import { FileRefused } from './errors';

/** The records of a text, the header among them. */
export interface CsvText {
  text: string;
  records: string[][];
}

/**
 * Decodes and parses the bytes of a CSV file as RFC 4180 has it: quoted fields may hold commas, newlines and doubled quotes; a
 * backslash means itself. Line ends may be of any kind, lines without anything are no records, and a byte order mark is no data.
 *
 * @param isWhole false when the bytes are only the beginning: the last record, which may be cut off, is left out
 * @throws FileRefused naming what the bytes are instead
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function parseCsv(bytes: Uint8Array, isWhole: boolean): CsvText {
  const text = decode(bytes, isWhole);
  const records: string[][] = [];
  try {
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      on_record: (record: string[]) => {
        records.push(record);
        return null;
      },
    });
    if (!isWhole) records.pop();
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (isWhole || error.code !== 'CSV_QUOTE_NOT_CLOSED') {
      throw new FileRefused(`the file is no CSV by RFC 4180: ${error.message}. Export it again, with fields in quotes`);
    }
  }
  return { text, records };
}

function decode(bytes: Uint8Array, isWhole: boolean): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new FileRefused('the file is in UTF-16. Save it as "CSV UTF-8"');
  }
  if (bytes.includes(0)) throw new FileRefused('the file holds NUL bytes, so it is no text. Export it as CSV');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: !isWhole });
  } catch {
    throw new FileRefused('the file is not in UTF-8 (it may be in Shift_JIS or Latin-1). Save it as "CSV UTF-8"');
  }
}
