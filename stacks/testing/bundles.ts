import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FunctionPath } from '@blueprint/lambdas';
import { scratchFolder } from './scratch-folder';

/** Every function; the compiler tells when one is missing. */
const PATHS: Readonly<Record<FunctionPath, true>> = {
  'command/trigger': true,
  'command/check-version': true,
  'command/wait-prev-command': true,
  'command/set-ttl-command': true,
  'command/history-copy': true,
  'command/transform-data': true,
  'command/sync-data': true,
  'command/finish': true,
  'command/settle': true,
  'command/reconcile': true,
  'task/trigger': true,
  'task/start': true,
  'task/iterator': true,
  'task/item-failed': true,
  'task/settle-task': true,
  'task/settle': true,
  'task/notify': true,
  'import-csv/start': true,
  'import-csv/csv-rows-handler': true,
  'import-csv/apply-rows': true,
  'import-csv/row-settled': true,
  'import-csv/finalize-parent-job': true,
  'import-csv/settle': true,
};

/** A folder with a stand-in for the bundle of each function: synthesis takes them as they are. */
export function standInBundles(): string {
  const folder = scratchFolder();
  for (const path of Object.keys(PATHS)) {
    const file = join(folder, `${path}.zip`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `the code of ${path}`);
  }
  return folder;
}
