import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { VersionGap } from './errors';
import { keepInHistory } from './history-put';
import { type CommandKey, commandKey, commandLogKeys } from './keys';
import { readData } from './reads';

const env = environment('command/history-copy', ['DATA_TABLE', 'HISTORY_TABLE']);

/**
 * State `history_copy`: keeps the data row as it is before this version replaces it. `data` at this version or later means that
 * an earlier run has passed here: a version is only synced after its predecessor was copied.
 *
 * @throws VersionGap when `data` is further behind than by one version
 */
export const handler = stepFunctionsHandler({
  input: commandKey,
  keys: commandLogKeys,
  async run({ input: key }): Promise<CommandKey> {
    if (key.version === 1) return key;
    const row = await readData(dynamodb, env.DATA_TABLE, key);
    const version = row?.version ?? 0;
    if (version >= key.version) return key;
    if (row === undefined || version < key.version - 1) throw new VersionGap(key, version);
    await ifConditionHolds(dynamodb.send(new PutCommand(keepInHistory(env.HISTORY_TABLE, row))));
    return key;
  },
});
