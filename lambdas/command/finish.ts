import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import { sfn } from '../platform/sfn';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { VersionConflict } from './errors';
import { type CommandKey, commandKey, commandLogKeys, versionKey } from './keys';
import { readCommand } from './reads';
import { type CommandHead, parseCommandHead, settlement, type Waiter } from './rows';
import { wake } from './wake';

const env = environment('command/finish', ['COMMANDS_TABLE']);

/** How often a waiter that has changed its token meanwhile is tried again. */
const MAX_WAKES = 3;

/**
 * State `finish`: settles the command and wakes the next version. Settling and seeing who waits are one atomic update (see
 * `wait-prev-command`). The waiter stays on the row: if this function dies before it has woken it, its retry, or the
 * reconciler, finds it there.
 *
 * @throws VersionConflict when the row is another command's
 */
export const handler = stepFunctionsHandler({
  input: commandKey,
  keys: commandLogKeys,
  async run({ input: key }): Promise<CommandKey> {
    const now = new Date();
    const settled = (await settle(key, 'applied', now)) ?? (await settleOtherwise(key, now));
    if (settled === undefined) {
      logger.info('the command row has expired: it was settled by an earlier run');
      return key;
    }
    if (settled.settledAt === now.toISOString()) measure(settled, now);
    if (settled.waiter !== undefined) await wakeNext(key, settled.waiter);
    return key;
  },
});

/** The row as settled; undefined when it is gone, another command's, or marked the other way. */
async function settle(key: CommandKey, status: 'applied' | 'skipped', now: Date): Promise<CommandHead | undefined> {
  const { settledAt, settledEpoch } = settlement(now);
  const marked = status === 'skipped' ? 'attribute_exists(#skip)' : 'attribute_not_exists(#skip)';
  const settled = await ifConditionHolds(
    dynamodb.send(
      new UpdateCommand({
        TableName: env.COMMANDS_TABLE,
        Key: { pk: key.pk, sk: versionKey(key.sk, key.version) },
        UpdateExpression:
          'SET #status = :status, #settledAt = if_not_exists(#settledAt, :now), ' +
          '#settledEpoch = if_not_exists(#settledEpoch, :epoch) REMOVE #open, #failure',
        ConditionExpression: `#commandId = :commandId AND ${marked}`,
        ExpressionAttributeNames: {
          '#status': 'status',
          '#settledAt': 'settledAt',
          '#settledEpoch': 'settledEpoch',
          '#open': 'open',
          '#failure': 'failure',
          '#commandId': 'commandId',
          '#skip': 'skip',
        },
        ExpressionAttributeValues: {
          ':status': status,
          ':now': settledAt,
          ':epoch': settledEpoch,
          ':commandId': key.commandId,
        },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  return settled?.Attributes && parseCommandHead(settled.Attributes);
}

/** Why the command could not be settled as applied: a skip, which settles it too; another command's row; or no row any more. */
async function settleOtherwise(key: CommandKey, now: Date): Promise<CommandHead | undefined> {
  const row = await readCommand(dynamodb, env.COMMANDS_TABLE, key);
  if (row === undefined) return undefined;
  if (row.commandId !== key.commandId) throw new VersionConflict(key, row.commandId);
  return settle(key, 'skipped', now);
}

/** Only the run whose time stands on the row counts: a repeat settles nothing. */
function measure(settled: CommandHead, now: Date): void {
  metrics.addMetric('AcceptedToSettled', MetricUnit.Milliseconds, now.getTime() - Date.parse(settled.acceptedAt));
  metrics.addMetric(settled.status === 'skipped' ? 'CommandsSkipped' : 'CommandsApplied', MetricUnit.Count, 1);
}

/**
 * A token that nobody waits for may have been replaced by a retry of the wait in between; the newer one is on the row. When
 * it is the same still, that execution has been woken or has ended, and there is nobody to wake.
 */
async function wakeNext(key: CommandKey, first: Waiter): Promise<void> {
  let waiter: Waiter | undefined = first;
  for (let attempt = 0; attempt < MAX_WAKES && waiter !== undefined; attempt++) {
    if (await wake(sfn, waiter)) return;
    const tried: string = waiter.taskToken;
    const newer = (await readCommand(dynamodb, env.COMMANDS_TABLE, key))?.waiter;
    waiter = newer?.taskToken === tried ? undefined : newer;
  }
}
