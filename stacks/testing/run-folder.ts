import { join } from 'node:path';

/** A path in the folder that all test files of one run share: it is made before the first of them, and removed after the last. */
export function inRunFolder(name: string): string {
  const folder = process.env.TEST_RUN_FOLDER;
  if (folder === undefined)
    throw new Error('TEST_RUN_FOLDER is not set: run the tests with this project’s jest.config.js.');
  return join(folder, name);
}
