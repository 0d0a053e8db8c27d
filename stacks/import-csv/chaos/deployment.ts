import { tableName } from '@blueprint/test/chaos/aws/tables';
import { type Deployment, deploy as deployCommands } from '@blueprint/test/chaos/deployment';
import { functionPaths } from './schedule';

const environment = {
  IMPORT_TMP_TABLE: tableName('import_tmp'),
  IMPORTS_BUCKET: 'local-blueprint-imports',
};

/**
 * Bundles the functions of imports and the whole workflow of commands, which rows of files become.
 *
 * @param replaced sources that take the place of files, by absolute path: how a mutant is made
 */
export const deploy = (replaced?: ReadonlyMap<string, string>): Promise<Deployment> =>
  deployCommands(replaced, { functions: functionPaths, environment });
