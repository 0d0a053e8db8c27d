import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { type CommandKey, commandKey, commandLogKeys, versionKey } from './keys';

const env = environment('command/set-ttl-command', ['COMMANDS_TABLE', 'RETENTION_DAYS']);

/**
 * State `set_ttl_command`: lets the *predecessor's* command row expire, RETENTION_DAYS after it was settled. An entity's newest
 * command row has no ttl: the publisher checks against it. One attribute is written, under the condition that the row is
 * settled; the expiry is computed from `settledEpoch` in the same update, so that a repeat writes the same.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html (epoch seconds)
 */
export const handler = stepFunctionsHandler({
  input: commandKey,
  keys: commandLogKeys,
  async run({ input: key }): Promise<CommandKey> {
    if (key.version === 1) return key;
    const set = await ifConditionHolds(
      dynamodb.send(
        new UpdateCommand({
          TableName: env.COMMANDS_TABLE,
          Key: { pk: key.pk, sk: versionKey(key.sk, key.version - 1) },
          UpdateExpression: 'SET #ttl = #settledEpoch + :retention',
          ConditionExpression: 'attribute_exists(pk) AND #status IN (:applied, :skipped)',
          ExpressionAttributeNames: { '#ttl': 'ttl', '#settledEpoch': 'settledEpoch', '#status': 'status' },
          ExpressionAttributeValues: {
            ':retention': env.RETENTION_DAYS * 24 * 60 * 60,
            ':applied': 'applied',
            ':skipped': 'skipped',
          },
        }),
      ),
    );
    if (set === undefined) logger.info('the predecessor has no settled row: nothing to expire');
    return key;
  },
});
