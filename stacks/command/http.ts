import { operations } from '@blueprint/lambdas/command/operations';
import type { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { HttpFunction } from '../constructs/http-function';
import type { NodeFunction } from '../constructs/node-function';
import type { WorkflowProps } from '../workflows';

/**
 * Takes commands over HTTP, tells how they stand, and shows entities: the rights of a publisher and a reader, and the one to remember
 * requests.
 */
export function commandHttp(scope: Construct, { storage, bundles, api }: WorkflowProps): NodeFunction {
  const { commands, data, assets, keyArn } = storage;
  const rows = (Sid: string, arn: string, ...actions: readonly string[]) => ({
    Sid,
    Action: actions.map((action) => `dynamodb:${action}`),
    Resource: [arn],
  });
  return new HttpFunction(scope, 'http', {
    path: 'command/http',
    bundles,
    codeBucket: assets.name,
    keyArn,
    environment: {
      COMMANDS_TABLE: commands.name,
      DATA_TABLE: data.name,
      RETENTION_DAYS: String(EnvironmentStack.of(scope).env.retention.commandRowsDays),
    },
    grants: [
      rows('Commands', commands.arn, 'BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
      rows('Entities', data.arn, 'BatchGetItem', 'GetItem'),
    ],
    api,
    operations,
  });
}
