import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** The file is larger, and its rows are much larger as objects. */
const HEAP_MB = 80;
const ROWS = 850_000;

test('a map run over a file that is larger than the heap comes to its end', () => {
  const script = join(__dirname, 'map-run-process.ts');
  const run = spawnSync(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, '--import', 'tsx', script, String(ROWS), '500'],
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.output[3] ?? '')).toMatchObject({ status: 'SUCCEEDED', rows: ROWS, children: ROWS / 500 });
}, 60_000);
