import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { ifConditionHolds } from '../platform/conditions';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { describeExecution } from '../platform/executions';
import { instrumented } from '../platform/instrumentation';
import { logger, metrics } from '../platform/observability';
import { sfn } from '../platform/sfn';
import { sns } from '../platform/sns';
import { ssm } from '../platform/ssm';
import { approversIn } from './approvers';
import { expire, withdraw } from './decide';
import { deliver } from './deliver';
import { nextDue } from './due';
import { type DueApproval, dueApprovals } from './due-approvals';
import { approvalKey } from './keys';
import { LinkKeys } from './link-keys';
import { mailApprovers } from './mail';
import { type ApprovalRow, readApproval } from './rows';

const env = environment('approval/remind', [
  'APPROVALS_TABLE',
  'OPEN_INDEX',
  'APPROVER_EMAILS',
  'TOPIC_ARN',
  'LINK_KEY_PARAMETER',
  'API_URL',
  'REMINDER_SECONDS',
  'STUCK_AFTER_SECONDS',
]);
const table = env.APPROVALS_TABLE;
const approvers = approversIn(env.APPROVER_EMAILS);
const keys = new LinkKeys(ssm, env.LINK_KEY_PARAMETER);

/** Some requests could not be looked at, and the log says why. The next sweep tries them again. */
class SweepIncomplete extends Error {
  override readonly name = 'SweepIncomplete';
}

/**
 * On a schedule, for every request that is due:
 * - decided, and the Task was not told: it is told;
 * - past its expiry: expired, and the Task is told;
 * - its execution has ended, or was redriven and has asked anew: withdrawn, nobody is reminded of it;
 * - otherwise: each approver is reminded.
 *
 * Two sweeps at once do each of these once, and a click between the steps of a sweep is seen. Metric: StuckApprovals, the requests
 * that were due for longer than STUCK_AFTER_SECONDS and still are.
 *
 * @throws SweepIncomplete when some could not be looked at
 */
export const handler = (_event?: unknown, lambda?: Context): Promise<void> =>
  instrumented('remind', {}, lambda, async () => {
    const now = Date.now();
    let [errors, stuck] = [0, 0];
    for await (const page of dueApprovals(dynamodb, table, env.OPEN_INDEX, new Date(now).toISOString())) {
      const settled = await Promise.allSettled(page.map((due) => sweep(due, now)));
      for (const [index, one] of settled.entries()) {
        const { id = '', dueAt = '' } = page[index] ?? {};
        if (one.status === 'fulfilled') continue;
        errors += 1;
        if (now - Date.parse(dueAt) > env.STUCK_AFTER_SECONDS * 1_000) stuck += 1;
        logger.error('a request could not be looked at', { approval: id, error: one.reason });
      }
    }
    metrics.addMetric('StuckApprovals', MetricUnit.Count, stuck);
    if (errors > 0)
      throw new SweepIncomplete(`${errors} requests could not be looked at: see the errors logged before.`);
  });

async function sweep({ id, dueAt }: DueApproval, now: number): Promise<void> {
  const row = await readApproval(dynamodb, table, id);
  // The index was behind: somebody has seen to it.
  if (row?.dueAt !== dueAt) return;
  if (row.status !== 'open') await tell(row);
  else if (now < Date.parse(row.expiresAt)) await remind(row, now);
  else {
    const expired = await expire(dynamodb, table, id, now);
    if (expired === undefined) return;
    metrics.addMetric('ApprovalsExpired', MetricUnit.Count, 1);
    await tell(expired);
  }
}

function logKeys({ id, requestId }: ApprovalRow) {
  return { approval: id, ...(requestId !== undefined && { request: requestId }) };
}

async function tell(decided: ApprovalRow): Promise<void> {
  const delivery = await deliver({ dynamodb, sfn, table }, decided);
  logger.info('told the waiting Task', { ...logKeys(decided), status: decided.status, delivery });
}

/** The due time is moved on before anyone is mailed: at most one reminder comes of it, and the next due time makes up for a lost one. */
async function remind(row: ApprovalRow, now: number): Promise<void> {
  const execution = await describeExecution(sfn, row.executionArn);
  if (execution?.status !== 'running' || execution.redriveCount > row.redrives) {
    if (await withdraw(dynamodb, table, row, now))
      logger.info('withdrawn: its execution has ended, or was redriven', logKeys(row));
    return;
  }
  const key = await keys.current();
  if (!(await moveOn(row, now))) return;
  const reminded = row.approvers.filter((email) => approvers.includes(email));
  await mailApprovers({ client: sns, topicArn: env.TOPIC_ARN, apiUrl: env.API_URL, key }, row, reminded, 'reminder');
  metrics.addMetric('ApprovalsReminded', MetricUnit.Count, 1);
  logger.info('reminded', { ...logKeys(row), approvers: reminded.length });
}

/** False when the request was decided, or another sweep has moved it on. */
async function moveOn({ id, dueAt, expiresAt }: ApprovalRow, now: number): Promise<boolean> {
  const moved = await ifConditionHolds(
    dynamodb.send(
      new UpdateCommand({
        TableName: table,
        Key: approvalKey(id),
        UpdateExpression: 'SET #dueAt = :next, #reminders = if_not_exists(#reminders, :none) + :one',
        ConditionExpression: '#status = :open AND #dueAt = :dueAt',
        ExpressionAttributeNames: { '#dueAt': 'dueAt', '#reminders': 'reminders', '#status': 'status' },
        ExpressionAttributeValues: {
          ':next': nextDue(now, env.REMINDER_SECONDS, expiresAt),
          ':dueAt': dueAt,
          ':open': 'open',
          ':none': 0,
          ':one': 1,
        },
      }),
    ),
  );
  return moved !== undefined;
}
