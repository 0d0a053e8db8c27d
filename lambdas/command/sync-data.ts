import * as z from 'zod/mini';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { CommandMissing, VersionConflict } from './errors';
import { commandKey, commandLogKeys } from './keys';
import { readCommand } from './reads';
import type { TargetName } from './targets';
import { targets } from './targets/targets';
import type { SyncItem } from './transform-data';

const env = environment('command/sync-data', ['COMMANDS_TABLE']);

const target = z.custom<TargetName>(
  (value) => typeof value === 'string' && Object.hasOwn(targets, value),
  `expected one of ${Object.keys(targets).join(', ')}`,
);

/**
 * State `sync_data`: brings one target to the version of the command. Each target has its own conditional write, so that a
 * repeat, or a run beside this one, changes nothing.
 *
 * @throws CommandMissing, VersionConflict when the row is gone or another command's; what the target throws
 */
export const handler = stepFunctionsHandler({
  input: z.extend(commandKey, { target }),
  keys: (item) => ({ ...commandLogKeys(item), target: item.target }),
  async run({ input: item }): Promise<SyncItem> {
    const command = await readCommand(dynamodb, env.COMMANDS_TABLE, item);
    if (command === undefined) throw new CommandMissing(item);
    if (command.commandId !== item.commandId) throw new VersionConflict(item, command.commandId);
    await targets[item.target].sync(item, command);
    return item;
  },
});
