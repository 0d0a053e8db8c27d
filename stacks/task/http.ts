import { operations } from '@blueprint/lambdas/task/operations';
import type { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { HttpFunction } from '../constructs/http-function';
import type { NodeFunction } from '../constructs/node-function';
import type { TaskProps } from './storage';

/** Takes tasks over HTTP and tells how they stand. Ten thousand items are checked and written in one call: that takes memory. */
export function taskHttp(scope: Construct, { storage, bundles, api }: TaskProps): NodeFunction {
  const { tasks, assets, keyArn } = storage;
  return new HttpFunction(scope, 'http', {
    path: 'task/http',
    bundles,
    codeBucket: assets.name,
    keyArn,
    memoryMb: 1024,
    environment: {
      TASKS_TABLE: tasks.name,
      RETENTION_DAYS: String(EnvironmentStack.of(scope).env.retention.jobsDays),
    },
    grants: [
      {
        Sid: 'Tasks',
        Action: ['BatchWriteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map((action) => `dynamodb:${action}`),
        Resource: [tasks.arn],
      },
    ],
    api,
    operations,
  });
}
