import { environment } from '../platform/environment';
import type { ApplyTables } from './apply-chunk';
import type { BatchStores } from './batch';

/** Where a function that applies rows finds the rows of imports, and the tables that it brings them to. */
export interface ApplierEnvironment {
  readonly stores: BatchStores;
  readonly tables: ApplyTables;
}

/**
 * What the functions that apply rows read from their environment: the same, because each of them may apply any chunk.
 *
 * @param functionPath the function as `<workflow>/<file>`, named in the error
 * @throws InvalidEnvironment naming the function and each variable that is missing or malformed
 */
export function applierEnvironment(functionPath: string): ApplierEnvironment {
  const env = environment(functionPath, [
    'COMMANDS_TABLE',
    'DATA_TABLE',
    'HISTORY_TABLE',
    'IMPORT_TMP_TABLE',
    'IMPORTS_BUCKET',
    'RETENTION_DAYS',
  ]);
  return {
    stores: { importTmp: env.IMPORT_TMP_TABLE, bucket: env.IMPORTS_BUCKET },
    tables: {
      commands: env.COMMANDS_TABLE,
      data: env.DATA_TABLE,
      history: env.HISTORY_TABLE,
      importTmp: env.IMPORT_TMP_TABLE,
      retentionDays: env.RETENTION_DAYS,
    },
  };
}
