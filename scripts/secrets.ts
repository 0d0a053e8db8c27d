/**
 * `npm run secrets`: looks for secrets in every file that git tracks or would; with `--history` in every line that any commit has
 * ever added.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runScript } from './command-line';
import { workFiles } from './git';
import { ALLOWED, ALLOWED_IN_HISTORY } from './secrets/allowed';
import { writeHistory } from './secrets/history';
import { unexplained } from './secrets/judge';
import { PLANTED, plant } from './secrets/planted';
import { scan } from './secrets/scan';

const root = resolve(__dirname, '..');

function main(history: boolean): boolean {
  const scratch = mkdtempSync(join(tmpdir(), 'secrets-'));
  try {
    plant(scratch);
    const files = history ? writeHistory(root, scratch) : workFiles(root);
    const found = history ? scan(scratch, [PLANTED, ...files]) : [...scan(scratch, [PLANTED]), ...scan(root, files)];
    const open = unexplained(found, history ? [...ALLOWED, ...ALLOWED_IN_HISTORY] : ALLOWED);
    for (const { file, line, type, id } of open)
      console.error(`${file}${history ? '' : `:${line}`}: ${type} (id ${id})`);
    console.log(`${files.length} files, ${open.length} secrets${history ? ' in the whole history' : ''}.`);
    if (open.length > 0)
      console.error(
        'Take them out and make them void. What is none: its id and a reason in scripts/secrets/allowed.ts.',
      );
    return open.length === 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

runScript((argv) => {
  const { values } = parseArgs({ args: [...argv], options: { history: { type: 'boolean', default: false } } });
  return main(values.history) ? 0 : 1;
});
