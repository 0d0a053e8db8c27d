import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** The file is larger, and its rows are much larger as objects. */
const HEAP_MB = 80;
const ROWS = 850_000;

test('a map run over a file that is larger than the heap comes to its end', () => {
  const bench = join(__dirname, 'map-run.bench.ts');
  const run = spawnSync(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, '--import', 'tsx', bench, String(ROWS), '500'],
    { encoding: 'utf8' },
  );
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)).toMatchObject({ status: 'SUCCEEDED', rows: ROWS, children: ROWS / 500 });
}, 60_000);
