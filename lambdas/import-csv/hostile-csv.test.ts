import './fakes/environment';
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { FakeS3 } from '../fakes/s3';
import { FakeStepFunctions } from '../fakes/step-functions';
import { dynamodb } from '../platform/dynamodb';
import { storableNumber } from '../platform/storable-number';
import { handler as applyRows } from './apply-rows';
import { handler as csvRowsHandler } from './csv-rows-handler';
import { type HostileFile, hostileFiles, type MeantRow, readAsDistributedMap } from './fakes/hostile-csv';
import { chunkRecords, importEvent } from './fakes/imports';
import { handler as finalize } from './finalize-parent-job';
import { ImportReader } from './import-reader';
import { handler as start } from './start';

const KEY = 'imports/tenant1/products/a.csv';
const BATCH = 5;
const reader = new ImportReader(dynamodb, 'import_tmp');

/** A file and all that the import of it has left behind. */
async function imported({ text }: HostileFile, processingMode: 'DIRECT' | 'STEP_FUNCTION') {
  const db = new FakeDynamoDB().install();
  const s3 = new FakeS3().install();
  const sfn = new FakeStepFunctions().install();
  s3.put(KEY, text);
  const body = JSON.stringify({ tenantCode: 'tenant1', tableName: 'products', s3Key: KEY, processingMode });
  expect(await start({ Records: [{ messageId: 'message-1', body }] } as never)).toEqual({ batchItemFailures: [] });
  const [execution] = sfn.executions.values();
  if (execution) await runMachine(JSON.parse(execution.input), text, db);
  else await applyRows(chunkRecords(db));
  const [row] = db.rows('import_tmp').filter(({ sk }) => sk === 'JOB');
  const { job, counts } = (await reader.get(String(row?.jobId))) ?? {};
  if (job === undefined || counts === undefined) throw new Error('the import has no record');
  const rejects =
    job.rejectsKey === undefined ? [] : parse(s3.text(job.rejectsKey) ?? '', { columns: true, bom: false });
  return { job, counts, rejects: rejects as { row: string; reason: string; content: string }[], data: db.rows('data') };
}

async function runMachine(input: Record<string, unknown>, text: string, db: FakeDynamoDB): Promise<void> {
  const items = readAsDistributedMap(text).map((row, index) => ({ index, row }));
  for (let from = 0; from < items.length; from += BATCH) {
    const batch = { BatchInput: input, Items: items.slice(from, from + BATCH) };
    await csvRowsHandler(importEvent(batch as never, 'csv_rows_handler'));
  }
  await applyRows(chunkRecords(db));
  await finalize(importEvent(input as never, 'finalize_parent_job'));
}

/** Whether a row can become a product at all. */
function isSound({ code, name, price, shape }: MeantRow): boolean {
  const isPrice = /^\d+(\.\d+)?$/.test(price.trim()) && storableNumber.safeParse(Number(price)).success;
  return shape === 'whole' && code.trim() !== '' && name.trim() !== '' && isPrice;
}

/** What must hold of a file that was imported: every row is in one place, told by its number, and the last of a key has won. */
function matchesTruth(
  { rows }: HostileFile,
  { job, counts, rejects, data }: Awaited<ReturnType<typeof imported>>,
): void {
  expect(job.status).toBe('COMPLETED');
  expect(counts).toMatchObject({ read: rows.length, failed: 0, pending: 0 });
  expect(counts.applied + counts.rejected).toBe(rows.length);
  expect(rejects).toHaveLength(counts.rejected);
  const reported = new Map(rejects.map(({ row, ...rest }) => [Number(row), rest]));
  for (const [index, row] of rows.entries()) {
    const reject = reported.get(index + 1);
    if (!isSound(row)) expect({ index, reason: reject?.reason }).toEqual({ index, reason: expect.stringMatching(/./) });
    else if (reject) expect(reject.reason).toMatch(/^row \d+ of the same file has the same key$/);
  }
  const last = new Map(rows.filter(isSound).map((row) => [row.code.trim(), row]));
  expect(data.map(({ sk }) => sk).sort()).toEqual([...last.keys()].map((code) => `PRODUCT#${code}`).sort());
  for (const { sk, attributes } of data) {
    const row = last.get(String(sk).replace('PRODUCT#', ''));
    const category = row?.category.trim() === '' ? {} : { category: row?.category.trim() };
    expect(attributes).toEqual({
      code: row?.code.trim(),
      name: row?.name.trim(),
      price: Number(row?.price),
      ...category,
    });
  }
}

test('DIRECT imports any CSV as it is, and accounts for each of its rows', async () => {
  await fc.assert(
    fc.asyncProperty(hostileFiles, async (file) => matchesTruth(file, await imported(file, 'DIRECT'))),
    { numRuns: 300 },
  );
}, 60_000);

test('STEP_FUNCTION does the same, or refuses what the reader of a Distributed Map would change', async () => {
  let refused = 0;
  const runs = 300;
  await fc.assert(
    fc.asyncProperty(hostileFiles, async (file) => {
      const result = await imported(file, 'STEP_FUNCTION');
      if (result.job.status !== 'FAILED') return matchesTruth(file, result);
      refused += 1;
      const isUneven = file.rows.some(({ shape }) => shape !== 'whole');
      expect(isUneven || file.text.includes('\\')).toBe(true);
      expect(result.job.failure?.cause).toMatch(/fields, the header|backslash/);
      expect(result.data).toEqual([]);
    }),
    { numRuns: runs },
  );
  expect(refused).toBeLessThan(runs);
}, 60_000);
