import './fakes/environment';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { FakeS3 } from '../fakes/s3';
import { handler } from './csv-rows-handler';
import { fileRows, importEvent, importJob, productRow } from './fakes/imports';

let db: FakeDynamoDB;
let s3: FakeS3;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  s3 = new FakeS3().install();
});

const handle = (first: number, rows: readonly Record<string, string>[], job = importJob()) =>
  handler(importEvent({ BatchInput: job, Items: fileRows(first, rows) }, 'csv_rows_handler'));

const chunks = () => db.rows('import_tmp').filter(({ sk }) => String(sk).startsWith('ROWS#'));

/** All that the handler has written, wherever. */
const everything = () => ({
  items: db.rows('import_tmp').sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1)),
  objects: s3.keys().map((key) => [key, s3.text(key)]),
});

describe('a batch', () => {
  test('becomes chunks of rows, and its counts one item of the ledger', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => productRow(`A${n}`));
    expect(await handle(501, rows)).toEqual({ first: 501, read: 40, rejected: 0, chunks: 2 });
    expect(chunks().map(({ first, rows: own }) => [first, (own as unknown[]).length])).toEqual(
      expect.arrayContaining([
        [501, 33],
        [534, 7],
      ]),
    );
    expect(db.rows('import_tmp').filter(({ sk }) => String(sk).includes('BATCH'))).toMatchObject([
      { sk: 'LEDGER#BATCH#0000000501', read: 40, rejected: 0, ttl: 2_000_000_000 },
    ]);
    expect(s3.calls).toEqual([]);
  });

  test('may be processed again, whole or after it died half-way, and nothing changes', async () => {
    const rows = [...Array.from({ length: 60 }, (_, n) => productRow(`A${n}`)), productRow('', {})];
    db.before = ({ operation }) => {
      if (operation === 'BatchWrite') throw new Error('killed');
    };
    await expect(handle(1, rows)).rejects.toThrow('killed');
    db.before = () => undefined;
    await handle(1, rows);
    const once = everything();
    await handle(1, rows);
    expect(everything()).toEqual(once);
  });

  test('is written although DynamoDB leaves items unprocessed', async () => {
    db.unwritten = 1;
    await handle(1, [...Array.from({ length: 40 }, (_, n) => productRow(`A${n}`))]);
    expect(chunks()).toHaveLength(2);
    expect(db.operations().filter((operation) => operation === 'BatchWrite')).toHaveLength(2);
  });

  test('lets no chunk be applied before the ledger knows of its rows', async () => {
    await handle(1, [productRow('A'), productRow('')]);
    expect([...s3.calls.map(({ operation }) => operation), ...db.operations()]).toEqual([
      'PutObject',
      'Put',
      'BatchWrite',
    ]);
  });
});

describe('a row', () => {
  const rejected = async (...rows: Record<string, string>[]) => {
    await handle(1, rows);
    return s3.text('results/import-1/batches/0000000001.csv');
  };

  test('is rejected with its number, the reason and what it held', async () => {
    expect(await rejected(productRow('A'), productRow('B', { price: 'a lot', name: 'Bolt, "M3"' }))).toBe(
      '2,price: must be a number such as 1234 or -12.5,"B,""Bolt, """"M3"""""",a lot,"\r\n',
    );
  });

  test.each([
    ['no key', productRow(''), 'product_code: must not be empty'],
    ['only blanks', { product_code: ' ', name: '', price: '', category: '' }, 'the row is empty'],
    ['a missing column', { product_code: 'A', name: 'x' }, 'price: must be a number such as 1234 or -12.5'],
    [
      'a price that no number holds exactly',
      productRow('A', { price: '9007199254740993' }),
      'price: Too big: expected number to be <=9007199254740991',
    ],
    [
      'a price with too many digits',
      productRow('A', { price: '9'.repeat(400) }),
      'price: Invalid input: expected number, received Infinity',
    ],
    [
      'a price too close to 0',
      productRow('A', { price: `0.${'0'.repeat(130)}1` }),
      'price: Too close to 0: expected 0, or a magnitude >=1e-130',
    ],
    ['a key too long for DynamoDB', productRow('x'.repeat(1_020)), 'sk: takes 1028 bytes; the limit is 1013'],
  ])('with %s is rejected', async (_, row, reason) => {
    expect(await rejected(row)).toContain(reason);
  });

  test('gives way to a later one with the same key, whatever came between', async () => {
    const lines = await rejected(productRow('A', { name: 'old' }), productRow('B'), productRow('A', { name: 'new' }));
    expect(lines).toMatch(/^1,row 3 of the same file has the same key,/);
    expect(chunks()[0]?.rows).toEqual([
      { row: 2, cells: ['B', 'Product B', '100', ''] },
      { row: 3, cells: ['A', 'new', '100', ''] },
    ]);
  });

  test('is read by the names of its columns, in any order and case, with a byte order mark and Japanese', async () => {
    await handle(1, [{ '\uFEFFPrice': '120', ' NAME ': 'ねじ', 'Product Code': '品番1' }]);
    expect(chunks()[0]).toMatchObject({
      columns: ['product_code', 'name', 'price', 'category'],
      rows: [{ row: 1, cells: ['品番1', 'ねじ', '120', ''] }],
    });
  });
});

test('a table nobody registered fails the batch by name', async () => {
  await expect(handle(1, [productRow('A')], importJob({ tableName: 'nothing' }))).rejects.toThrow(
    expect.objectContaining({ name: 'UnknownTable' }),
  );
});

test('every zip code of the real file is read', async () => {
  const file = readFileSync(join(dirname(require.resolve('vega-datasets')), '..', 'data', 'zipcodes.csv'));
  const rows: Record<string, string>[] = parse(file, { columns: true });
  const job = importJob({ tableName: 'zipcodes' });
  for (let from = 0; from < rows.length; from += 500) {
    expect(await handle(from + 1, rows.slice(from, from + 500), job)).toMatchObject({ rejected: 0 });
  }
  expect(chunks().reduce((sum, chunk) => sum + (chunk.rows as unknown[]).length, 0)).toBe(42_049);
}, 60_000);
