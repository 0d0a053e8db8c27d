import '../fakes/environment';
import { marshall } from '@aws-sdk/util-dynamodb';
import { readUnits, writeUnits } from '@blueprint/scripts/bench/commands/capacity';
import { type Call, FakeDynamoDB } from '../../fakes/dynamodb';
import { FakeS3 } from '../../fakes/s3';
import { handler as applyRows } from '../apply-rows';
import { handler as csvRowsHandler } from '../csv-rows-handler';
import { chunkRecords, fileRows, importEvent, importJob } from '../fakes/imports';

const ROWS_PER_BATCH = 500;
const BATCHES = 2;

/** What importing one row takes, counted as AWS bills it. */
export interface RowUsage {
  readonly writeUnits: number;
  readonly readUnits: number;
  /** DynamoDB requests. */
  readonly requests: number;
}

type Values = Readonly<Record<string, string>>;

/**
 * Imports rows into tables in memory, through the functions of the import, and adds up the capacity of their calls.
 *
 * @param tableName the table that the rows are of
 * @param rowOf a row by its number; the same number is the same entity
 * @returns of a row of an entity that is new, and of one that is there and rests
 */
export async function rowUsage(
  tableName: string,
  rowOf: (row: number) => Values,
): Promise<{ fresh: RowUsage; resting: RowUsage }> {
  const db = new FakeDynamoDB().install();
  new FakeS3().install();
  return {
    fresh: await importOnce(db, tableName, 'fresh', rowOf),
    resting: await importOnce(db, tableName, 'resting', rowOf),
  };
}

async function importOnce(
  db: FakeDynamoDB,
  tableName: string,
  jobId: string,
  rowOf: (row: number) => Values,
): Promise<RowUsage> {
  const from = db.calls.length;
  const job = importJob({ jobId, tableName });
  for (let batch = 0; batch < BATCHES; batch++) {
    const first = batch * ROWS_PER_BATCH + 1;
    const rows = Array.from({ length: ROWS_PER_BATCH }, (_, index) => rowOf(first + index));
    await csvRowsHandler(importEvent({ BatchInput: job, Items: fileRows(first, rows) }, 'csv_rows_handler'));
  }
  const { Records } = chunkRecords(db);
  const own = Records.filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S?.includes(jobId));
  const { batchItemFailures } = await applyRows({ Records: own });
  if (batchItemFailures.length > 0)
    throw new Error(`${batchItemFailures.length} chunks of ${tableName} could not be applied.`);
  const calls = db.calls.slice(from);
  const rows = BATCHES * ROWS_PER_BATCH;
  const sum = (unitsOf: (call: Call) => number) => calls.reduce((total, call) => total + unitsOf(call), 0) / rows;
  return { writeUnits: sum((call) => written(db, call)), readUnits: sum(read), requests: calls.length / rows };
}

/** A transaction takes each unit twice. */
function written(db: FakeDynamoDB, { operation, input }: Call): number {
  switch (operation) {
    case 'TransactWrite':
      return (
        2 * input.TransactItems.reduce((total, { Put, Update }) => total + units(Put?.Item ?? after(db, Update)), 0)
      );
    case 'BatchWrite':
      return putsOf(input).reduce((total, item) => total + units(item), 0);
    case 'Put':
      return units(input.Item);
    case 'Update':
      return units(after(db, input));
    default:
      return 0;
  }
}

function read({ operation, input }: Call): number {
  if (operation === 'Get' || operation === 'Query') return readUnits(undefined, input.ConsistentRead === true);
  if (operation !== 'BatchGet') return 0;
  return Object.values(input.RequestItems).reduce(
    (total, { Keys, ConsistentRead }) => total + Keys.length * readUnits(undefined, ConsistentRead === true),
    0,
  );
}

function units(item: Record<string, unknown>): number {
  return writeUnits(undefined, marshall(item, { removeUndefinedValues: true }) as Parameters<typeof writeUnits>[1]);
}

function after(db: FakeDynamoDB, update: Call['input'] | undefined): Record<string, unknown> {
  return db.row(update?.TableName ?? '', String(update?.Key.pk), String(update?.Key.sk)) ?? {};
}

function putsOf({ RequestItems }: Call['input']): Record<string, unknown>[] {
  return Object.values(RequestItems).flatMap((writes) =>
    Array.isArray(writes) ? writes.map(({ PutRequest }) => PutRequest.Item) : [],
  );
}
