import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { CommandMissing, ForeignExecution, VersionConflict } from './errors';
import { attemptOf, type CommandKey, commandKey, commandLogKeys } from './keys';
import { type EntityState, predecessorSettled, readEntity } from './reads';
import { isSettled } from './rows';

const env = environment('command/check-version', ['COMMANDS_TABLE', 'DATA_TABLE']);

/** 0: go on. 1: wait for the predecessor. -1: fail, with `error` and `cause`. */
export type CheckedVersion = CommandKey & { result: 0 | 1 | -1; error?: string; cause?: string };

/**
 * State `check_version`: may this version be applied now? It asks whether the predecessor is *settled*, not whether `data`
 * shows it: with several targets `data` can be ahead of a read model that still fails. A predecessor row that TTL removed
 * counts as settled when `data` has reached its version.
 *
 * Its own row missing is fine when `data` has reached the version (TTL again: the run is a chain of no-ops); otherwise nobody
 * accepted this command, and the execution fails with `CommandMissing`. Another command on the version: `VersionConflict`.
 *
 * An open command is settled by the execution of the attempt on its row and by no other: one started by hand beside it would
 * take its place as the waiter, and leave it waiting for a wake-up that went to the wrong one. It fails with `ForeignExecution`.
 */
export const handler = stepFunctionsHandler({
  input: commandKey,
  keys: commandLogKeys,
  async run({ input: key, context }): Promise<CheckedVersion> {
    const tables = { commands: env.COMMANDS_TABLE, data: env.DATA_TABLE };
    return check(key, context.Execution.Name, await readEntity(dynamodb, tables, key, [key.version, key.version - 1]));
  },
});

function check(key: CommandKey, execution: string, state: EntityState): CheckedVersion {
  const own = state.command(key.version);
  if (own === undefined) {
    return state.dataVersion >= key.version
      ? { ...key, result: 0 }
      : failed(key, new CommandMissing(key, state.dataVersion));
  }
  if (own.commandId !== key.commandId) return failed(key, new VersionConflict(key, own.commandId));
  if (isSettled(own)) return { ...key, result: 0 };
  if (attemptOf(key, execution) !== own.attempt) return failed(key, new ForeignExecution(key, execution, own.attempt));
  return { ...key, result: predecessorSettled(key.version, state) ? 0 : 1 };
}

function failed(key: CommandKey, error: Error): CheckedVersion {
  return { ...key, result: -1, error: error.name, cause: error.message };
}
