import type { FunctionPath } from '@blueprint/lambdas';
import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { FunctionArn } from '../constructs/lambda-task';
import { liveArn, mayStart } from '../constructs/live';
import { NodeFunction, type NodeFunctionProps } from '../constructs/node-function';
import { readModelVariables } from '../read-models';
import { FINALIZE_SECONDS } from './definition';
import * as grants from './grants';
import type { ImportProps } from './storage';

/** The API makes the other one. */
type ImportPath = Exclude<Extract<FunctionPath, `import-csv/${string}`>, 'import-csv/http'>;
type Settings = Pick<NodeFunctionProps, 'environment' | 'grants' | 'memoryMb' | 'timeoutSeconds'>;

/** The functions of the import workflow, each with just the variables and rights that its handler uses. */
export class ImportFunctions extends Construct {
  readonly all: readonly NodeFunction[];
  private readonly byPath: ReadonlyMap<string, NodeFunction>;

  constructor(scope: Construct, id: string, { storage, bundles }: ImportProps, machineArn: string) {
    super(scope, id);
    const settings = this.settings(storage, machineArn);
    const { assets, keyArn } = storage;
    this.byPath = new Map(
      Object.entries(settings).map(([path, own]) => {
        const id = path.replace(/^import-csv\//, '');
        const props = { path: path as ImportPath, bundles, codeBucket: assets.name, keyArn, ...own };
        return [path, new NodeFunction(this, id, props)];
      }),
    );
    this.all = [...this.byPath.values()];
  }

  /** The function of a path. */
  at(path: FunctionPath): NodeFunction {
    const found = this.byPath.get(path);
    if (found) return found;
    throw new Error(`The import workflow has no function "${path}". Add it to stacks/import-csv/functions.ts.`);
  }

  get arn(): FunctionArn {
    return (path) => this.at(path).arn;
  }

  private settings(storage: ImportProps['storage'], machineArn: string): Readonly<Record<ImportPath, Settings>> {
    const { commands, data, history, readModels, import_tmp, imports } = storage;
    const { env } = EnvironmentStack.of(this);
    const importTables = { IMPORT_TMP_TABLE: import_tmp.name, IMPORTS_BUCKET: imports.name };
    const targetTables = { DATA_TABLE: data.name, ...readModelVariables(readModels) };
    const commandTables = {
      COMMANDS_TABLE: commands.name,
      HISTORY_TABLE: history.name,
      RETENTION_DAYS: String(env.retention.commandRowsDays),
      ...targetTables,
    };
    return {
      'import-csv/start': {
        memoryMb: 512,
        timeoutSeconds: 60,
        environment: {
          ...importTables,
          STATE_MACHINE_ARN: liveArn(machineArn),
          JOBS_DAYS: String(env.retention.jobsDays),
          ROWS_PER_BATCH: String(env.concurrency.imports.rowsPerBatch),
        },
        grants: [
          ...grants.readFiles(storage),
          ...grants.createImports(storage),
          ...grants.takeBatches(storage),
          ...grants.completeImports(storage),
          mayStart([machineArn]),
        ],
      },
      'import-csv/csv-rows-handler': {
        memoryMb: 512,
        environment: importTables,
        grants: grants.takeBatches(storage),
      },
      'import-csv/apply-rows': {
        memoryMb: 512,
        timeoutSeconds: 60,
        environment: { ...importTables, ...commandTables },
        grants: [...grants.applyRows(storage), ...grants.completeImports(storage)],
      },
      'import-csv/row-settled': {
        timeoutSeconds: 60,
        environment: { ...importTables, COMMANDS_TABLE: commands.name },
        grants: [...grants.recordEndings(storage), ...grants.completeImports(storage)],
      },
      'import-csv/finalize-parent-job': {
        memoryMb: 512,
        timeoutSeconds: FINALIZE_SECONDS,
        environment: { ...importTables, ...commandTables },
        grants: [...grants.applyRows(storage), ...grants.takeBatches(storage), ...grants.completeImports(storage)],
      },
      'import-csv/settle': {
        environment: { IMPORT_TMP_TABLE: import_tmp.name },
        grants: grants.failImports(storage),
      },
    };
  }
}
