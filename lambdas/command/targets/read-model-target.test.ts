import '../../fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clockStandsAt } from '../../fakes/clock';
import { keyFor } from '../../fakes/commands';
import { FakeDynamoDB } from '../../fakes/dynamodb';
import { listing } from './listing';
import { type ReadModel, type ReadModels, tableVariable } from './read-model';
import { readModelTarget } from './read-model-target';

const NOW = '2025-01-02T00:00:00.000Z';
const context = { userId: 'user1', tenantCode: 'tenant1', requestId: 'request1' };

const totals: ReadModel = {
  key: ({ pk, sk }) => ({ pk: `${pk}#totals`, sk }),
  columns: { total: ({ attributes }) => attributes.total, status: ({ attributes }) => attributes.status },
};
const target = readModelTarget(totals, { own: 'order_totals', data: 'data' });

clockStandsAt(NOW);
let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

const row = () => db.row('order_totals', 'TENANT#tenant1#totals', 'ORDER#order123');
const put = (version: number, attributes: Record<string, unknown>) =>
  target.sync(keyFor(version), { action: 'put', attributes, context });

describe('a read model', () => {
  test('writes the columns that it names to the key that it names', async () => {
    await put(1, { total: 100, status: 'new' });
    expect(row()).toEqual({
      pk: 'TENANT#tenant1#totals',
      sk: 'ORDER#order123',
      version: 1,
      updatedAt: NOW,
      total: 100,
      status: 'new',
    });
  });

  test('keeps nothing of a column that a later version has no value for', async () => {
    await put(1, { total: 100, status: 'new' });
    await put(2, { total: 200 });
    expect(row()).toMatchObject({ version: 2, total: 200 });
    expect(row()).not.toHaveProperty('status');
  });

  test('keeps no column of a deleted entity, and refuses the version before', async () => {
    await put(1, { total: 100, status: 'new' });
    await target.sync(keyFor(2), { action: 'delete', context });
    await put(1, { total: 100, status: 'new' });
    expect(row()).toEqual({
      pk: 'TENANT#tenant1#totals',
      sk: 'ORDER#order123',
      version: 2,
      updatedAt: NOW,
      deleted: true,
      ttl: Date.parse('2025-01-03T00:00:00.000Z') / 1000,
    });
  });
});

test('the variable of a table has the name of the read model in capitals', () => {
  const variable: 'ORDER_TOTALS_TABLE' = tableVariable('order_totals');
  expect(variable).toBe('ORDER_TOTALS_TABLE');
});

test('the compiler refuses what could not be deployed, or would be written over', () => {
  // @ts-expect-error A name is in lower case, as the names of tables are.
  expect({ orderTotals: listing } satisfies ReadModels).toBeDefined();
  // @ts-expect-error The target `data` has a table of its own.
  expect({ data: listing } satisfies ReadModels).toBeDefined();
  // @ts-expect-error Every row has a version.
  const columns: ReadModel['columns'] = { version: ({ label }) => label };
  expect(columns).toBeDefined();
});
