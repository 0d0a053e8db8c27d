/**
 * `npm run secrets`: looks for secrets in every file that git tracks or would; with `--history` in every line that any commit has
 * ever added.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runScript } from './command-line';
import { ALLOWED, ALLOWED_IN_HISTORY } from './secrets/allowed';
import { historyOf } from './secrets/history';
import { unexplained } from './secrets/judge';
import { PLANTED } from './secrets/planted';
import { scan } from './secrets/scan';
import { workTexts } from './secrets/text';

const root = resolve(__dirname, '..');

function main(history: boolean): boolean {
  const texts = history ? historyOf(root) : workTexts(root);
  const open = unexplained(scan([PLANTED, ...texts]), history ? [...ALLOWED, ...ALLOWED_IN_HISTORY] : ALLOWED);
  for (const { file, line, type, id } of open) console.error(`${file}${history ? '' : `:${line}`}: ${type} (id ${id})`);
  console.log(`${texts.length} files, ${open.length} secrets${history ? ' in the whole history' : ''}.`);
  if (open.length > 0)
    console.error('Take them out and make them void. What is none: its id and a reason in scripts/secrets/allowed.ts.');
  return open.length === 0;
}

runScript((argv) => {
  const { values } = parseArgs({ args: [...argv], options: { history: { type: 'boolean', default: false } } });
  return main(values.history) ? 0 : 1;
});
