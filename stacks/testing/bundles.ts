import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { handlerFiles } from '../../scripts/handler-files';
import { scratchFolder } from './scratch-folder';

/** A folder with a stand-in for the bundle of each function: synthesis takes them as they are. */
export function standInBundles(): string {
  const folder = scratchFolder();
  for (const handler of handlerFiles(resolve(__dirname, '..', '..'))) {
    const path = handler.replace(/^lambdas\//, '').replace(/\.ts$/, '');
    const file = join(folder, `${path}.zip`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `the code of ${path}`);
  }
  return folder;
}
