import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const LINES_AT_ONCE = 10_000;
const STATES = ['NY', 'MA', 'RI', 'NH'];

/** Writes a file of zip codes with so many rows, all of them good and each with a code of its own. */
export async function writeZipcodes(file: string, rows: number): Promise<void> {
  const stream = createWriteStream(file);
  stream.write('zip_code,latitude,longitude,city,state,county\n');
  for (let from = 1; from <= rows; from += LINES_AT_ONCE) {
    const count = Math.min(LINES_AT_ONCE, rows - from + 1);
    const lines = Array.from({ length: count }, (_, index) => line(from + index));
    if (!stream.write(lines.join(''))) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
}

function line(row: number): string {
  const [latitude, longitude] = [(row % 170) - 85, (row % 340) - 170];
  const digits = String(row).padStart(9, '0');
  return `${digits.slice(0, 5)}-${digits.slice(5)},${latitude}.25,${longitude}.75,"Place, number ${row}",${STATES[row % STATES.length]},Suffolk\n`;
}
