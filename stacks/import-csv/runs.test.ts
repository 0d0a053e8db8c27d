import { expect, test } from '@jest/globals';
import { functionArn, MachineUnderTest, named } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { importCsv } from './definition';

const machine = new MachineUnderTest(
  'import-csv',
  importCsv({
    functionArn,
    bucket: 'bucket',
    rowsPerBatch: 2,
    batches: 3,
    toleratedFailurePercentage: 5,
    waitSeconds: 3_600,
  }),
  { objects: { 'imports/tenant1/products/tea.csv': 'code,name\n1,a\n2,b\n3,c\n' } },
);
const input = {
  key: 'imports/tenant1/products/tea.csv',
  versionId: '1',
  jobId: 'job-1',
  tableName: 'products',
  mode: 'STEP_FUNCTION',
  context: {},
  createdAt: '2026-01-01T00:00:00.000Z',
  ttl: 1,
};

test('reads the file in batches, and waits while rows are pending', async () => {
  const batches: number[] = [];
  const { status, seconds, cause } = await machine.run(input, {
    'import-csv/csv-rows-handler': ({ Items }: { Items: object[] }) => batches.push(Items.length),
    'import-csv/finalize-parent-job': (_, { attempt }) => {
      if (attempt === 0) throw named('RowsPending');
    },
  });
  expect({ status, cause }).toEqual({ status: 'SUCCEEDED', cause: undefined });
  expect(batches.sort()).toEqual([1, 2]);
  expect(seconds).toBe(5);
});

coversEveryTransition(machine);
