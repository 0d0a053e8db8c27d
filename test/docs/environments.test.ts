import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Environment, environments } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { readRecord } from '../../scripts/upstream/fork-record';

const root = resolve(__dirname, '..', '..');

/** The rows of the table in docs/environments.md that follow from a setting, with the words for it. */
const ROWS: Readonly<Record<string, (env: Environment) => string>> = {
  Deletion: ({ protection }) => (protection.deletion ? 'protected' : 'everything can go'),
  Keys: ({ kms }) => (kms ? 'its own (KMS)' : "AWS's"),
  Alarms: ({ alarms }) => (alarms.enabled ? 'yes' : '–'),
  'Execution data in logs': ({ executionDataInLogs }) => (executionDataInLogs ? 'yes' : 'no'),
};

/** The table's rows by their first cells. */
function table(): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(join(root, 'docs', 'environments.md'), 'utf8');
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return new Map(
    lines.map((line) => {
      const [first = '', ...cells] = line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim());
      return [first, cells];
    }),
  );
}

// A fork has settings and words of its own.
(readRecord(root) === undefined ? describe : describe.skip)('the table of environments', () => {
  const rows = table();

  test('has a column for each', () => {
    expect(rows.get('')).toEqual(environments.map(({ name }) => name));
  });

  test.each(Object.entries(ROWS))('says of each what is set: %s', (row, words) => {
    expect(rows.get(row)).toEqual(environments.map(words));
  });
});
