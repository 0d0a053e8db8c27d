import './fakes/environment';
import { beforeEach, expect, test } from '@jest/globals';
import { type Call, FakeDynamoDB } from '../fakes/dynamodb';
import type { Item } from '../fakes/expressions';
import { FakeS3 } from '../fakes/s3';
import { handler as applyRows } from './apply-rows';
import { handler as csvRowsHandler } from './csv-rows-handler';
import { chunkRecords, fileRows, importEvent, importJob } from './fakes/imports';

/** List prices of Tokyo per million. https://aws.amazon.com/dynamodb/pricing/on-demand/ */
const WRITE_UNITS = 0.715;
const READ_UNITS = 0.1425;
const ROWS = 500;

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  new FakeS3().install();
});

const zip = (n: number) => ({
  zip_code: String(10_000 + n),
  latitude: '40.922326',
  longitude: '-72.637078',
  city: 'Holtsville',
  state: 'NY',
  county: 'Suffolk',
});

const job = (jobId: string) => importJob({ jobId, tableName: 'zipcodes' });

async function importRows(jobId: string): Promise<{ write: number; read: number }> {
  const from = db.calls.length;
  const Items = fileRows(
    1,
    Array.from({ length: ROWS }, (_, n) => zip(n)),
  );
  await csvRowsHandler(importEvent({ BatchInput: job(jobId), Items }, 'csv_rows_handler'));
  const { Records } = chunkRecords(db);
  const own = Records.filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S?.includes(jobId));
  expect(await applyRows({ Records: own })).toEqual({ batchItemFailures: [] });
  const units = db.calls.slice(from).map(unitsOf);
  return { write: sum(units.map(({ write }) => write)) / ROWS, read: sum(units.map(({ read }) => read)) / ROWS };
}

/** Capacity units of a call, as DynamoDB bills them: by the kilobyte, twice in a transaction; a read by four, half when it may lag. */
function unitsOf({ operation, input }: Call): { write: number; read: number } {
  if (operation === 'TransactWrite') {
    return {
      read: 0,
      write: 2 * sum(input.TransactItems.map(({ Put, Update }) => kilobytes(Put?.Item ?? updated(Update)))),
    };
  }
  if (operation === 'BatchWrite') {
    const puts = Object.values(
      input.RequestItems as unknown as Record<string, { PutRequest: { Item: Item } }[]>,
    ).flat();
    return { read: 0, write: sum(puts.map(({ PutRequest }) => kilobytes(PutRequest.Item))) };
  }
  if (operation === 'Put') return { read: 0, write: kilobytes(input.Item) };
  if (operation === 'BatchGet')
    return { write: 0, read: 0.5 * sum(Object.values(input.RequestItems).map(({ Keys }) => Keys.length)) };
  return { write: 0, read: 1 };
}

/** The row that an update leaves behind. */
function updated(update: Call['input'] | undefined): Item {
  return db.row(update?.TableName ?? '', String(update?.Key.pk), String(update?.Key.sk)) ?? {};
}

const kilobytes = (item: Item) => Math.ceil(Buffer.byteLength(JSON.stringify(item)) / 1024);
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const perMillion = ({ write, read }: { write: number; read: number }) => write * WRITE_UNITS + read * READ_UNITS;

test('a new row takes 4.15 write units and half a read unit: $3.04 a million', async () => {
  const units = await importRows('import-1');
  expect(units.write).toBeCloseTo(4.15, 1);
  expect(units.read).toBeLessThanOrEqual(0.5);
  expect(perMillion(units)).toBeLessThan(3.1);
});

test('a row of an entity that rests takes 8.2 write units and 2.5 read units: $6.2 a million', async () => {
  await importRows('import-1');
  const units = await importRows('import-2');
  expect(units.write).toBeCloseTo(8.2, 1);
  expect(units.read).toBeLessThanOrEqual(2.5);
  expect(perMillion(units)).toBeLessThan(6.25);
});
