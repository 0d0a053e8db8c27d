import { LARGEST_HEADER } from '../../definition/validate-item-reader';
import { hashMapOrder } from '../../expressions/java-values';
import { type JsonObject, type JsonValue, setField } from '../../json';
import { CsvParser, type CsvRecord } from './csv-parser';
import type { TextItems } from './text-items';

/**
 * The records of a CSV file as objects by its header: fields beyond the header are dropped, missing ones are empty.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export class CsvItems implements TextItems {
  private readonly parser: CsvParser;
  private headers: string[] | undefined;
  private columns: number[] = [];

  /** @param headers undefined when the first record tells them. */
  constructor(delimiter: string, headers?: string[]) {
    this.parser = new CsvParser(delimiter);
    if (headers) this.read(headers);
  }

  push(text: string): JsonValue[] {
    return this.items(this.parser.push(text));
  }

  end(): JsonValue[] {
    return this.items(this.parser.end());
  }

  private items(records: CsvRecord[]): JsonValue[] {
    if (!this.headers) {
      const headers = records.shift();
      if (!headers) return [];
      this.read(headers);
    }
    const { headers = [], columns } = this;
    return records.map((record) => {
      const item: JsonObject = {};
      for (const column of columns) setField(item, headers[column] ?? '', record[column] ?? '');
      return item;
    });
  }

  private read(headers: string[]): void {
    checkHeaders(headers);
    this.headers = headers;
    this.columns = hashMapOrder(headers);
  }
}

function checkHeaders(headers: string[]): void {
  if (new Set(headers).size < headers.length) throw new Error('CSV headers cannot contain duplicates.');
  if (Buffer.byteLength(headers.join(',')) > LARGEST_HEADER) throw new Error('CSV headers cannot exceed 10 KiB.');
}
