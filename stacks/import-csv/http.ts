import { operations } from '@blueprint/lambdas/import-csv/operations';
import type { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { HttpFunction } from '../constructs/http-function';
import type { NodeFunction } from '../constructs/node-function';
import { announceImports } from './grants';
import type { ImportProps } from './storage';

/** Says over HTTP where a file is to be put, and how its import stands. The file itself goes to S3. */
export function importHttp(scope: Construct, { storage, bundles, api }: ImportProps): NodeFunction {
  return new HttpFunction(scope, 'http', {
    path: 'import-csv/http',
    bundles,
    codeBucket: storage.assets.name,
    keyArn: storage.keyArn,
    environment: {
      IMPORT_TMP_TABLE: storage.import_tmp.name,
      IMPORTS_BUCKET: storage.imports.name,
      JOBS_DAYS: String(EnvironmentStack.of(scope).env.retention.jobsDays),
    },
    grants: announceImports(storage),
    api,
    operations,
  });
}
