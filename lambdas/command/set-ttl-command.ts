import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { expirePredecessor } from './expiry';
import { type CommandKey, commandKey, commandLogKeys } from './keys';

const env = environment('command/set-ttl-command', ['COMMANDS_TABLE', 'RETENTION_DAYS']);

/**
 * State `set_ttl_command`: lets the *predecessor's* command row expire, RETENTION_DAYS after it was settled. An entity's newest
 * command row has no ttl: the publisher checks against it.
 */
export const handler = stepFunctionsHandler({
  input: commandKey,
  keys: commandLogKeys,
  async run({ input: key }): Promise<CommandKey> {
    if (key.version === 1) return key;
    const set = await ifConditionHolds(
      dynamodb.send(new UpdateCommand(expirePredecessor(env.COMMANDS_TABLE, key, env.RETENTION_DAYS))),
    );
    if (set === undefined) logger.info('the predecessor has no settled row: nothing to expire');
    return key;
  },
});
