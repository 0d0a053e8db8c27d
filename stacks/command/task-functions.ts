import type { FunctionPath } from '@blueprint/lambdas';
import type { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { FunctionArn } from '../constructs/lambda-task';
import { NodeFunction, type NodeFunctionProps } from '../constructs/node-function';
import type { Statement } from '../constructs/policy';
import type { WorkflowProps } from '../workflows';

/** A function that is no state: its triggers make it. */
type TriggeredPath = 'command/trigger' | 'command/settle' | 'command/reconcile';

type TaskPath = Exclude<Extract<FunctionPath, `command/${string}`>, TriggeredPath>;

type Settings = Pick<NodeFunctionProps, 'environment' | 'grants' | 'memoryMb' | 'timeoutSeconds'>;

/** The functions that are states of the command machine, each with just the variables and rights that its handler uses. */
export class TaskFunctions {
  readonly all: readonly NodeFunction[];
  readonly arn: FunctionArn;

  constructor(scope: Construct, { storage, bundles }: WorkflowProps, machineArn: string) {
    const { env } = EnvironmentStack.of(scope);
    const settings = taskSettings(storage, machineArn, env.retention.commandRowsDays);
    const functions = new Map<FunctionPath, NodeFunction>();
    for (const [path, own] of entriesOf(settings)) {
      const id = path.replace(/^command\//, '');
      const { assets, keyArn } = storage;
      functions.set(path, new NodeFunction(scope, id, { path, bundles, codeBucket: assets.name, keyArn, ...own }));
    }
    this.all = [...functions.values()];
    this.arn = (path) => {
      const found = functions.get(path);
      if (!found)
        throw new Error(`The command machine has no function "${path}". Add it to stacks/command/task-functions.ts.`);
      return found.arn;
    };
  }
}

function taskSettings(
  { commands, data, history, listing }: WorkflowProps['storage'],
  machineArn: string,
  retentionDays: number,
): Readonly<Record<TaskPath, Settings>> {
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
      environment: { COMMANDS_TABLE: commands.name, DATA_TABLE: data.name, LISTING_TABLE: listing.name },
      grants: [
        rows('Command', [commands.arn], 'GetItem'),
        rows('Data', [data.arn], 'GetItem', 'UpdateItem'),
        rows('Listing', [listing.arn], 'UpdateItem'),
      ],
    },
    'command/finish': {
      environment: { COMMANDS_TABLE: commands.name },
      grants: [rows('Command', [commands.arn], 'GetItem', 'UpdateItem'), wake],
    },
  };
}

/** `Object.entries` with the keys' own type. */
function entriesOf<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  // An object literal that the compiler has checked against Record<K, V> has no other keys.
  return Object.entries(record) as [K, V][];
}
