import '../fakes/environment';
import { writeSync } from 'node:fs';
import { FakeDynamoDB } from '../../fakes/dynamodb';
import { FakeS3 } from '../../fakes/s3';
import { handler } from '../csv-rows-handler';
import { fileRows, importEvent, importJob, productRow } from '../fakes/imports';
import { rowUsage } from './usage';

const ROWS_PER_BATCH = 500;
const WARM_UP = 20;
const BATCHES = 100;

const zipcodeRow = (row: number) => ({
  zip_code: String(row).padStart(5, '0'),
  latitude: '40.922326',
  longitude: '-72.637078',
  city: 'Holtsville',
  state: 'NY',
  county: 'Suffolk',
});

/** Writes to file descriptor 3 how fast the rows handler is alone, and what a row of each sample table takes. */
async function main(): Promise<void> {
  const usage = {
    zipcodes: await rowUsage('zipcodes', zipcodeRow),
    products: await rowUsage('products', (row) => productRow(`P-${row}`)),
  };
  writeSync(3, JSON.stringify({ rowsPerSecond: await rowsPerSecond(), usage }));
}

/** On one core, against tables in memory. */
async function rowsPerSecond(): Promise<number> {
  const db = new FakeDynamoDB().install();
  new FakeS3().install();
  const job = importJob();
  const batch = (number: number) =>
    handler(
      importEvent(
        {
          BatchInput: job,
          Items: fileRows(
            number * ROWS_PER_BATCH + 1,
            Array.from({ length: ROWS_PER_BATCH }, (_, row) => productRow(`P-${number}-${row}`)),
          ),
        },
        'csv_rows_handler',
      ),
    );
  for (let number = 0; number < WARM_UP; number++) await batch(number);
  const started = performance.now();
  for (let number = WARM_UP; number < WARM_UP + BATCHES; number++) await batch(number);
  const seconds = (performance.now() - started) / 1000;
  const chunks = db.rows('import_tmp').length;
  if (chunks === 0) throw new Error('The handler wrote no chunk.');
  return (BATCHES * ROWS_PER_BATCH) / seconds;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
