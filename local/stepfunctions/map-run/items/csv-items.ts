import { LARGEST_HEADER } from '../../definition/validate-item-reader';
import type { JsonObject, JsonValue } from '../../json';
import { CsvParser, type CsvRecord } from './csv-parser';
import type { TextItems } from './text-items';

/**
 * The records of a CSV file as objects by its header: fields beyond the header are dropped, missing ones are empty.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export class CsvItems implements TextItems {
  private readonly parser: CsvParser;

  /** @param headers undefined when the first record tells them. */
  constructor(
    delimiter: string,
    private headers?: string[],
  ) {
    this.parser = new CsvParser(delimiter);
    if (headers) checkHeaders(headers);
  }

  push(text: string): JsonValue[] {
    return this.items(this.parser.push(text));
  }

  end(): JsonValue[] {
    return this.items(this.parser.end());
  }

  private items(records: CsvRecord[]): JsonValue[] {
    if (!this.headers) {
      this.headers = records.shift();
      if (!this.headers) return [];
      checkHeaders(this.headers);
    }
    const { headers } = this;
    return records.map((record) => {
      const item: JsonObject = {};
      for (let column = 0; column < headers.length; column++) item[headers[column] ?? ''] = record[column] ?? '';
      return item;
    });
  }
}

function checkHeaders(headers: string[]): void {
  if (new Set(headers).size < headers.length) throw new Error('CSV headers cannot contain duplicates.');
  if (Buffer.byteLength(headers.join(',')) > LARGEST_HEADER) throw new Error('CSV headers cannot exceed 10 KiB.');
}
