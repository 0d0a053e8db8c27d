import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** All files together are larger, and their rows are much larger as objects. */
const HEAP_MB = 80;
const ROWS = 850_000;

test.each([1, 8500])(
  'a map run over %d files that are larger than the heap comes to its end',
  (files) => {
    const script = join(__dirname, 'map-run-process.ts');
    const run = spawnSync(
      process.execPath,
      [`--max-old-space-size=${HEAP_MB}`, '--import', 'tsx', script, String(ROWS / files), '500', String(files)],
      { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
    );
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.output[3] ?? '')).toMatchObject({ status: 'SUCCEEDED', rows: ROWS, children: ROWS / 500 });
  },
  60_000,
);
