import type { FunctionPath } from '@blueprint/lambdas';
import type { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { Statement } from '../constructs/policy';
import { type FunctionSettings, StateFunctions } from '../constructs/state-functions';
import { readModelVariables, writeReadModels } from '../read-models';
import type { WorkflowProps } from '../workflows';

/** A function that is no state: the triggers, or the API, make it. */
type TriggeredPath = 'command/trigger' | 'command/settle' | 'command/reconcile' | 'command/http';

type TaskPath = Exclude<Extract<FunctionPath, `command/${string}`>, TriggeredPath>;

/** The functions that are states of the command machine, each with just the variables and rights that its handler uses. */
export function taskFunctions(
  scope: Construct,
  { storage, bundles }: WorkflowProps,
  machineArn: string,
): StateFunctions<TaskPath> {
  const { env } = EnvironmentStack.of(scope);
  const common = { bundles, codeBucket: storage.assets.name, keyArn: storage.keyArn };
  const settings = taskSettings(storage, machineArn, env.retention.commandRowsDays);
  return new StateFunctions(scope, common, settings, 'stacks/command/task-functions.ts');
}

function taskSettings(
  { commands, data, history, readModels }: WorkflowProps['storage'],
  machineArn: string,
  retentionDays: number,
): Readonly<Record<TaskPath, FunctionSettings>> {
  const rows = (Sid: string, Resource: readonly string[], ...Action: readonly string[]): Statement => ({
    Sid,
    Action: Action.map((action) => `dynamodb:${action}`),
    Resource,
  });
  const wake: Statement = { Sid: 'WakeNext', Action: ['states:SendTaskSuccess'], Resource: [machineArn] };
  return {
    'command/check-version': {
      environment: { COMMANDS_TABLE: commands.name, DATA_TABLE: data.name },
      grants: [rows('Versions', [commands.arn, data.arn], 'BatchGetItem')],
    },
    'command/wait-prev-command': {
      environment: { COMMANDS_TABLE: commands.name, DATA_TABLE: data.name },
      grants: [rows('Predecessor', [commands.arn], 'UpdateItem'), rows('DataVersion', [data.arn], 'GetItem'), wake],
    },
    'command/set-ttl-command': {
      environment: { COMMANDS_TABLE: commands.name, RETENTION_DAYS: String(retentionDays) },
      grants: [rows('Predecessor', [commands.arn], 'UpdateItem')],
    },
    'command/history-copy': {
      environment: { DATA_TABLE: data.name, HISTORY_TABLE: history.name },
      grants: [rows('Data', [data.arn], 'GetItem'), rows('History', [history.arn], 'PutItem')],
    },
    'command/transform-data': {
      environment: { COMMANDS_TABLE: commands.name },
      grants: [rows('Command', [commands.arn], 'GetItem')],
    },
    'command/sync-data': {
      environment: { COMMANDS_TABLE: commands.name, DATA_TABLE: data.name, ...readModelVariables(readModels) },
      grants: [
        rows('Command', [commands.arn], 'GetItem'),
        rows('Data', [data.arn], 'GetItem', 'UpdateItem'),
        ...writeReadModels(readModels),
      ],
    },
    'command/finish': {
      environment: { COMMANDS_TABLE: commands.name },
      grants: [rows('Command', [commands.arn], 'GetItem', 'UpdateItem'), wake],
    },
  };
}
