import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const LINES_AT_ONCE = 10_000;
const CATEGORIES = ['tools', 'books', 'toys', 'garden'];

/** Writes a file of products with so many rows, all of them good and each with a code of its own. */
export async function writeProducts(file: string, rows: number): Promise<void> {
  const stream = createWriteStream(file);
  stream.write('product_code,name,price,category\n');
  for (let from = 1; from <= rows; from += LINES_AT_ONCE) {
    const count = Math.min(LINES_AT_ONCE, rows - from + 1);
    const lines = Array.from({ length: count }, (_, index) => line(from + index));
    if (!stream.write(lines.join(''))) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
}

function line(row: number): string {
  return `P-${String(row).padStart(8, '0')},"Product, number ${row}",${(row % 10_000) / 100},${CATEGORIES[row % CATEGORIES.length]}\n`;
}
