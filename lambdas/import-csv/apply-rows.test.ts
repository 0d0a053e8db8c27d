import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { CommandPublisher } from '../command/publisher';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { FakeS3 } from '../fakes/s3';
import { dynamodb } from '../platform/dynamodb';
import { handler } from './apply-rows';
import { handler as csvRowsHandler } from './csv-rows-handler';
import { chunkRecords, fileRows, importEvent, importJob, productRow } from './fakes/imports';
import { ImportReader } from './import-reader';
import { createJob } from './job-row';

const publisher = new CommandPublisher(dynamodb, { commands: 'commands', data: 'data' });
const reader = new ImportReader(dynamodb, 'import_tmp');
const PK = 'TENANT#tenant1';

let db: FakeDynamoDB;
beforeEach(async () => {
  db = new FakeDynamoDB().install();
  new FakeS3().install();
  await record(importJob());
  await record(importJob({ jobId: 'import-2' }));
});

const record = (job = importJob()) =>
  createJob(dynamodb, 'import_tmp', {
    ...job,
    status: 'PROCESSING',
    source: { bucket: 'imports-bucket', key: 'imports/tenant1/products/a.csv', versionId: 'version-1' },
  });

async function take(first: number, rows: Record<string, string>[], job = importJob()) {
  await csvRowsHandler(importEvent({ BatchInput: job, Items: fileRows(first, rows) }, 'csv_rows_handler'));
}

const apply = () => handler(chunkRecords(db));
const counts = async (jobId = 'import-1') => (await reader.get(jobId))?.counts;
const command = (code: string, version: number) =>
  db.row('commands', PK, `PRODUCT#${code}@${String(version).padStart(10, '0')}`);
const data = (code: string) => db.row('data', PK, `PRODUCT#${code}`);
const context = { userId: 'user1', tenantCode: 'tenant1', requestId: 'request-2' };
const publish = (code: string, expectedVersion: number) =>
  publisher.publish({
    pk: PK,
    sk: `PRODUCT#${code}`,
    expectedVersion,
    entityType: 'product',
    action: 'put',
    attributes: { code, name: 'interactive', price: 1 },
    context,
  });

describe('rows of which there is no entity', () => {
  test('are applied in one transaction: settled commands, data, read models, and the ledger', async () => {
    await take(1, [productRow('A'), productRow('B')]);
    const before = db.calls.length;
    expect(await apply()).toEqual({ batchItemFailures: [] });
    expect(db.operations().slice(before)).toEqual(['BatchGet', 'TransactWrite']);
    expect(command('A', 1)).toMatchObject({
      version: 1,
      status: 'applied',
      settledAt: expect.any(String),
      settledEpoch: expect.any(Number),
      origin: { job: 'import-1', chunk: 1, row: 1 },
    });
    expect(command('A', 1)?.open).toBeUndefined();
    expect(data('B')).toMatchObject({ version: 1, attributes: { code: 'B' }, commandId: 'import-1-2' });
    expect(db.row('listing', `${PK}#product`, 'PRODUCT#A')).toMatchObject({ version: 1, label: 'A Product A' });
    expect(await counts()).toEqual({ read: 2, rejected: 0, applied: 2, failed: 0, pending: 0 });
  });

  test('are applied beside one with a number that DynamoDB does not take, which is rejected', async () => {
    await take(1, [productRow('A'), productRow('B', { price: '9007199254740993' }), productRow('C')]);
    expect(await apply()).toEqual({ batchItemFailures: [] });
    expect(db.rows('data').map(({ sk }) => sk)).toEqual(['PRODUCT#A', 'PRODUCT#C']);
    expect(await counts()).toEqual({ read: 3, rejected: 1, applied: 2, failed: 0, pending: 0 });
  });

  test('are applied once, however often their chunk is delivered', async () => {
    await take(1, [productRow('A'), productRow('B')]);
    await apply();
    const [commands, rows] = [db.rows('commands'), db.rows('data')];
    await Promise.all([apply(), apply()]);
    expect(db.rows('commands')).toEqual(commands);
    expect(db.rows('data')).toEqual(rows);
    expect(await counts()).toMatchObject({ applied: 2 });
  });

  test('are applied once although the answer was lost', async () => {
    await take(1, [productRow('A')]);
    let lost = false;
    db.after = ({ operation }) => {
      if (operation !== 'TransactWrite' || lost) return;
      lost = true;
      throw new Error('socket hang up');
    };
    expect((await apply()).batchItemFailures).toHaveLength(1);
    expect((await apply()).batchItemFailures).toEqual([]);
    expect(await counts()).toMatchObject({ applied: 1, pending: 0 });
    expect(db.rows('commands')).toHaveLength(1);
  });

  test('come again when transactions are refused for long', async () => {
    await take(1, [productRow('A')]);
    db.before = ({ operation }) => {
      if (operation !== 'TransactWrite') return;
      const CancellationReasons = [{ Code: 'None' }, { Code: 'TransactionConflict' }];
      throw Object.assign(new Error('cancelled'), { name: 'TransactionCanceledException', CancellationReasons });
    };
    expect((await apply()).batchItemFailures).toHaveLength(1);
    expect(await counts()).toMatchObject({ read: 1, pending: 1 });
  }, 20_000);
});

describe('rows of which there is an entity', () => {
  test('that rests are the next version: history kept, the version before expires', async () => {
    await take(1, [productRow('A')]);
    await apply();
    await take(1, [productRow('A', { name: 'second' }), productRow('B')], importJob({ jobId: 'import-2' }));
    await apply();
    expect(data('A')).toMatchObject({ version: 2, attributes: { name: 'second' } });
    expect(command('A', 1)?.ttl).toEqual(expect.any(Number));
    expect(command('A', 2)).toMatchObject({ status: 'applied', origin: { job: 'import-2', row: 1 } });
    expect(command('A', 2)?.ttl).toBeUndefined();
    expect(db.rows('history')).toMatchObject([
      { sk: 'PRODUCT#A@0000000001', version: 1, attributes: { name: 'Product A' } },
    ]);
    expect(db.row('listing', `${PK}#product`, 'PRODUCT#A')).toMatchObject({ version: 2, label: 'A second' });
    expect(await counts('import-2')).toEqual({ read: 2, rejected: 0, applied: 2, failed: 0, pending: 0 });
  });

  test('that has a command under way go through the machine, once, and the import waits for them', async () => {
    await publish('A', 0);
    await take(1, [productRow('A'), productRow('B')]);
    await apply();
    await apply();
    expect(command('A', 2)).toMatchObject({
      status: 'accepted',
      open: expect.any(String),
      commandId: 'import-1-1',
      origin: { job: 'import-1', chunk: 1, row: 1, awaited: true },
    });
    expect(command('A', 3)).toBeUndefined();
    expect(await counts()).toEqual({ read: 2, rejected: 0, applied: 1, failed: 0, pending: 1 });
  });

  test('are published once although the function died between the ledger and the command, and others were faster', async () => {
    await publish('A', 0);
    await take(1, [productRow('A')]);
    db.before = ({ operation, input }) => {
      if (operation === 'Put' && input.TableName === 'commands') throw new Error('killed');
    };
    expect((await apply()).batchItemFailures).toHaveLength(1);
    db.before = () => undefined;
    await publish('A', 1);
    await Promise.all([apply(), apply()]);
    expect(db.rows('commands').map(({ version, commandId }) => [version, commandId === 'import-1-1'])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
  });

  test('give way to a row that stands below them in the same file', async () => {
    await take(501, [productRow('A', { name: 'last' })]);
    await apply();
    await take(1, [productRow('A', { name: 'first' })]);
    await apply();
    expect(data('A')).toMatchObject({ version: 1, attributes: { name: 'last' } });
    expect(await counts()).toEqual({ read: 2, rejected: 1, applied: 1, failed: 0, pending: 0 });
    const ledger = db.rows('import_tmp').find(({ sk }) => sk === 'LEDGER#OUTCOME#0000000001');
    expect(ledger?.rejects).toEqual([{ row: 1, reason: 'row 501 of the same file has the same key' }]);
  });

  test('can be published at most above what was seen, when someone takes the version in between', async () => {
    await take(1, [productRow('A')]);
    let raced = false;
    db.before = async ({ operation }) => {
      if (operation !== 'TransactWrite' || raced) return;
      raced = true;
      await publish('A', 0);
    };
    expect(await apply()).toEqual({ batchItemFailures: [] });
    expect(command('A', 1)).toMatchObject({ commandId: expect.not.stringMatching(/^import/) });
    expect(command('A', 2)).toMatchObject({ commandId: 'import-1-1', status: 'accepted' });
    expect(await counts()).toMatchObject({ pending: 1 });
  });
});
