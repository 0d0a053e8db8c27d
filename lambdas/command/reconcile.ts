import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { ifConditionHolds } from '../platform/conditions';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { CorruptRow } from '../platform/errors';
import { instrumented, type LogKeys } from '../platform/instrumentation';
import { logger, metrics } from '../platform/observability';
import { sfn } from '../platform/sfn';
import { type EntityKey, openPartitions, versionKey } from './keys';
import { type OpenCommand, openCommands } from './open-commands';
import { predecessorSettled, readEntity } from './reads';
import { CommandRepair } from './repair';
import { isSettled } from './rows';
import { wake } from './wake';

const env = environment('command/reconcile', [
  'COMMANDS_TABLE',
  'DATA_TABLE',
  'STATE_MACHINE_ARN',
  'STUCK_AFTER_SECONDS',
  'OPEN_INDEX',
]);
const tables = { commands: env.COMMANDS_TABLE, data: env.DATA_TABLE };
const repair = new CommandRepair({ dynamodb, sfn, tables, stateMachineArn: env.STATE_MACHINE_ARN });

/**
 * Executions looked at in one run. DescribeExecution allows a burst of 300 and 15 a second after that.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MAX_RESUMED = 250;

/** Some rows could not be looked at, AWS said why in the log. The next run tries them again. */
class ReconcileIncomplete extends Error {
  override readonly name = 'ReconcileIncomplete';
}

interface Survey {
  stuck: number;
  /** Epoch ms of the oldest command that is still open. */
  oldest: number;
  resumed: number;
  errors: number;
}

/**
 * On a schedule: looks at every command that is open for longer than STUCK_AFTER_SECONDS, resumes what waits for nothing, and
 * reports how many are stuck. It does what a lost event would have done, and each of its steps may happen twice:
 * - settled, but in the index: removed from it;
 * - failed, or waiting for a predecessor that is not settled: nothing, a person must see it;
 * - no execution (a lost start, or one closed more than 90 days ago): started;
 * - waiting although the predecessor is settled: woken;
 * - ended without a trace on the row: recorded as failed, or redriven if that was announced;
 * - succeeded without having settled: a new attempt.
 *
 * Metrics: StuckCommands, OldestOpenCommandAge (seconds, 0 when none). Both are of commands past the limit.
 *
 * @throws ReconcileIncomplete when some could not be looked at
 */
export const handler = (_event?: unknown, lambda?: Context): Promise<void> =>
  instrumented('reconcile', {}, lambda, async () => {
    const now = Date.now();
    const survey: Survey = { stuck: 0, oldest: now, resumed: 0, errors: 0 };
    const before = new Date(now - env.STUCK_AFTER_SECONDS * 1_000).toISOString();
    await Promise.all(openPartitions.map((partition) => reconcilePartition(partition, before, survey)));
    metrics.addMetric('StuckCommands', MetricUnit.Count, survey.stuck);
    metrics.addMetric('OldestOpenCommandAge', MetricUnit.Seconds, Math.round((now - survey.oldest) / 1_000));
    if (survey.errors > 0)
      throw new ReconcileIncomplete(`${survey.errors} look-ups failed: see the errors logged before.`);
  });

async function reconcilePartition(partition: string, before: string, survey: Survey): Promise<void> {
  try {
    for await (const command of openCommands(dynamodb, tables.commands, env.OPEN_INDEX, partition, before)) {
      if (command instanceof CorruptRow) note(survey, 'the open index holds no command', command, { partition });
      else if (await staysOpen(command, survey)) {
        survey.stuck += 1;
        survey.oldest = Math.min(survey.oldest, Date.parse(command.acceptedAt));
      }
    }
  } catch (error) {
    note(survey, 'a partition of the open index could not be read', error, { partition });
  }
}

/** One command that can't be looked at does not keep the others waiting. */
async function staysOpen(command: OpenCommand, survey: Survey): Promise<boolean> {
  try {
    return await reconcileCommand(command, survey);
  } catch (error) {
    const entity = { entity: `${command.pk} ${command.sk}`, version: command.version };
    note(survey, 'a command could not be reconciled', error, entity);
    return true;
  }
}

function note(survey: Survey, what: string, error: unknown, keys: LogKeys): void {
  survey.errors += 1;
  logger.error(what, { ...keys, error });
}

/** True when the command is still not settled afterwards. */
async function reconcileCommand(key: OpenCommand, survey: Survey): Promise<boolean> {
  const state = await readEntity(dynamodb, tables, key, [key.version, key.version - 1]);
  const row = state.command(key.version);
  if (row === undefined) return false;
  if (isSettled(row)) {
    if (row.open !== undefined) await close(key);
    return false;
  }
  const blocked = !predecessorSettled(key.version, state);
  const stored = state.command(key.version - 1)?.waiter;
  const waiter = stored?.version === key.version ? stored : undefined;
  if (row.status === 'failed' || (blocked && waiter !== undefined) || survey.resumed >= MAX_RESUMED) return true;
  survey.resumed += 1;
  const outcome = await repair.resume(row);
  if (outcome === 'failed') metrics.addMetric('CommandsFailed', MetricUnit.Count, 1);
  if (outcome === 'running' && !blocked && waiter !== undefined) await wake(sfn, waiter);
  logger.warn('open command examined', { entity: `${key.pk} ${key.sk}`, version: key.version, outcome });
  return true;
}

async function close(key: EntityKey & { version: number }): Promise<void> {
  await ifConditionHolds(
    dynamodb.send(
      new UpdateCommand({
        TableName: tables.commands,
        Key: { pk: key.pk, sk: versionKey(key.sk, key.version) },
        UpdateExpression: 'REMOVE #open',
        ConditionExpression: '#status IN (:applied, :skipped)',
        ExpressionAttributeNames: { '#open': 'open', '#status': 'status' },
        ExpressionAttributeValues: { ':applied': 'applied', ':skipped': 'skipped' },
      }),
    ),
  );
}
