import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { entityOf } from './entities';
import { UnknownEntityType, VersionConflict } from './errors';
import { type CommandKey, commandKey, commandLogKeys } from './keys';
import { readCommand } from './reads';
import { type CommandRow, isSettled } from './rows';
import type { TargetName } from './targets';

const env = environment('command/transform-data', ['COMMANDS_TABLE']);

/** One item of the Map `sync_data_all`. */
export type SyncItem = CommandKey & { target: TargetName };

/**
 * State `transform_data`: checks the body against the schema of its entity type and says which targets to sync. The body stays in
 * the row. Nothing is left to sync when the command is settled, or its row has been removed since.
 *
 * @throws UnknownEntityType, ValidationFailed: the command fails until it is skipped, or the code knows it and it is redriven
 */
export const handler = stepFunctionsHandler({
  input: commandKey,
  keys: commandLogKeys,
  async run({ input: key }): Promise<{ targets: SyncItem[] }> {
    const command = await readCommand(dynamodb, env.COMMANDS_TABLE, key);
    if (command !== undefined && command.commandId !== key.commandId) throw new VersionConflict(key, command.commandId);
    const names = command === undefined || isSettled(command) ? [] : targetsOf(command);
    return { targets: names.map((target) => ({ ...key, target })) };
  },
});

function targetsOf(command: CommandRow): readonly TargetName[] {
  if (command.skip !== undefined) return targetsOfSkipped(command);
  const entity = entityOf(command.entityType);
  if (command.action === 'put') entity.validate(command.attributes);
  return entity.targets;
}

/** A type that nobody knows has never passed this state, so no read model holds anything of it. */
function targetsOfSkipped(command: CommandRow): readonly TargetName[] {
  try {
    return entityOf(command.entityType).targets;
  } catch (error) {
    if (error instanceof UnknownEntityType) return ['data'];
    throw error;
  }
}
