import type { FunctionPath } from '@blueprint/lambdas';
import type { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { Statement } from '../constructs/policy';
import { type FunctionSettings, StateFunctions } from '../constructs/state-functions';
import type { TaskProps } from './storage';

/** A function that is no state: the triggers, or the API, make it. */
type TriggeredPath = 'task/trigger' | 'task/start' | 'task/settle' | 'task/notify' | 'task/http';

type TaskPath = Exclude<Extract<FunctionPath, `task/${string}`>, TriggeredPath>;

/** The functions that are states of the task machines, each with just the variables and rights that its handler uses. */
export function taskFunctions(scope: Construct, { storage, bundles }: TaskProps): StateFunctions<TaskPath> {
  const { env } = EnvironmentStack.of(scope);
  const common = { bundles, codeBucket: storage.assets.name, keyArn: storage.keyArn };
  const settings = taskSettings(storage, env.retention.jobsDays);
  return new StateFunctions(scope, common, settings, 'stacks/task/task-functions.ts');
}

/**
 * An outcome is a Put and an Update in one transaction, which IAM asks for one by one.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
function taskSettings(
  { tasks, data }: TaskProps['storage'],
  retentionDays: number,
): Readonly<Record<TaskPath, FunctionSettings>> {
  const rows = (Sid: string, arn: string, ...actions: readonly string[]): Statement => ({
    Sid,
    Action: actions.map((action) => `dynamodb:${action}`),
    Resource: [arn],
  });
  const variables = { TASKS_TABLE: tasks.name, RETENTION_DAYS: String(retentionDays) };
  return {
    'task/iterator': {
      environment: { ...variables, DATA_TABLE: data.name },
      grants: [rows('Task', tasks.arn, 'BatchGetItem', 'PutItem', 'UpdateItem'), rows('Entities', data.arn, 'GetItem')],
    },
    'task/item-failed': {
      environment: variables,
      grants: [rows('Task', tasks.arn, 'PutItem', 'UpdateItem')],
    },
    'task/settle-task': {
      environment: variables,
      timeoutSeconds: 50,
      grants: [rows('Task', tasks.arn, 'GetItem', 'Query', 'PutItem', 'UpdateItem')],
    },
  };
}
