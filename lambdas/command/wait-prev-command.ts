import type { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { StepFunctionsContext } from '../platform/context';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { InvalidEvent, isAwsError } from '../platform/errors';
import { logger } from '../platform/observability';
import { sfn } from '../platform/sfn';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { PredecessorMissing } from './errors';
import { attemptOf, type CommandKey, commandKey, commandLogKeys, versionKey } from './keys';
import { readData } from './reads';
import { isSettled, parseCommandHead, type Waiter } from './rows';
import { wake } from './wake';

const env = environment('command/wait-prev-command', ['COMMANDS_TABLE', 'DATA_TABLE']);

/**
 * State `wait_prev_command` (.waitForTaskToken): leaves the task token on the predecessor's row, where `finish` finds it.
 *
 * No wake-up is lost, because storing the token and seeing the predecessor's status are one atomic update of one item, and so
 * are setting the status and seeing the token in `finish`. DynamoDB orders the two: whichever comes second sees the other. If
 * `finish` was first, this function sees "settled" and ends its own wait; if it was second, it sees the token and wakes. Both
 * may happen; the second wake-up finds nobody and means nothing. A retry of this state has a new token and overwrites the old;
 * a write of the old one that arrives late, from an invocation that was given up, is refused by its lower turn.
 *
 * @throws PredecessorMissing when the predecessor's row is gone and `data` has not reached its version
 */
export const handler = stepFunctionsHandler({
  input: commandKey,
  keys: commandLogKeys,
  async run({ input: key, context, taskToken }): Promise<CommandKey> {
    if (taskToken === undefined) {
      throw new InvalidEvent('taskToken is missing: call this function with .waitForTaskToken and pass the token on.');
    }
    const waiter = {
      taskToken,
      version: key.version,
      executionArn: context.Execution.Id,
      key,
      at: new Date().toISOString(),
    };
    if (await storeAndSee(key, waiter, turnOf(key, context))) {
      await wake(sfn, waiter);
      logger.info('the predecessor is settled already');
    } else {
      logger.info('waiting for the predecessor', { predecessor: key.version - 1 });
    }
    return key;
  },
});

/** Attempts of a command, redrives of each, retries of the state in each: no clock is asked which token is the newer one. */
function turnOf(key: CommandKey, { Execution, State }: StepFunctionsContext): number {
  return ((attemptOf(key, Execution.Name) ?? 0) * 1_000 + (Execution.RedriveCount ?? 0)) * 1_000 + State.RetryCount;
}

/** Stores the waiter; true when the predecessor turns out to be settled. */
async function storeAndSee(key: CommandKey, waiter: Waiter, turn: number): Promise<boolean> {
  const stored = await unlessSuperseded(
    dynamodb.send(
      new UpdateCommand({
        TableName: env.COMMANDS_TABLE,
        Key: { pk: key.pk, sk: versionKey(key.sk, key.version - 1) },
        UpdateExpression: 'SET #waiter = :waiter, #waiterTurn = :turn',
        ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(#waiterTurn) OR #waiterTurn <= :turn)',
        ExpressionAttributeNames: { '#waiter': 'waiter', '#waiterTurn': 'waiterTurn' },
        ExpressionAttributeValues: { ':waiter': waiter, ':turn': turn },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  if (stored === 'superseded') return false;
  if (stored?.Attributes !== undefined) return isSettled(parseCommandHead(stored.Attributes));
  const data = await readData(dynamodb, env.DATA_TABLE, key);
  if (data !== undefined && data.version >= key.version - 1) return true;
  throw new PredecessorMissing(key, data?.version ?? 0);
}

/** Undefined when the predecessor's row is gone; it is there when the condition failed and the row came back with the error. */
async function unlessSuperseded(
  write: Promise<UpdateCommandOutput>,
): Promise<UpdateCommandOutput | 'superseded' | undefined> {
  try {
    return await write;
  } catch (error) {
    if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error;
    return (error as ConditionalCheckFailedException).Item === undefined ? undefined : 'superseded';
  }
}
