import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { InvalidEvent } from '../platform/errors';
import { logger } from '../platform/observability';
import { sfn } from '../platform/sfn';
import { sns } from '../platform/sns';
import { ssm } from '../platform/ssm';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { approvalRequest } from './approval-request';
import { approversIn } from './approvers';
import { deliver } from './deliver';
import { nextDue } from './due';
import { approvalId } from './keys';
import { LinkKeys } from './link-keys';
import { mailApprovers } from './mail';
import { noteMailed, storeRequest } from './store-request';

const env = environment('approval/request', [
  'APPROVALS_TABLE',
  'APPROVER_EMAILS',
  'TOPIC_ARN',
  'LINK_KEY_PARAMETER',
  'API_URL',
  'EXPIRY_SECONDS',
  'REMINDER_SECONDS',
  'RETENTION_DAYS',
]);
const approvers = approversIn(env.APPROVER_EMAILS);
const keys = new LinkKeys(ssm, env.LINK_KEY_PARAMETER);

/**
 * The function of a Task that waits for a person (.waitForTaskToken): leaves the token on the request's row and mails each approver
 * a link. A retry finds the row, overwrites the token, and mails nobody a second time unless the first attempt died while it did;
 * where the request was decided in between, it answers its own token at once.
 *
 * @throws LinkKeyMissing when there is no key to sign links with
 * @throws ApprovalAmbiguous when another Task waits for the answer to the very same question
 */
export const handler = stepFunctionsHandler({
  input: approvalRequest,
  keys: ({ tenantCode, requestId }) => ({ tenant: tenantCode, ...(requestId !== undefined && { request: requestId }) }),
  async run({ input, context, taskToken }): Promise<{ approvalId: string }> {
    if (taskToken === undefined) {
      throw new InvalidEvent('taskToken is missing: call this function with .waitForTaskToken and pass the token on.');
    }
    const id = approvalId(context, input);
    const key = await keys.current();
    const row = await storeRequest(
      dynamodb,
      env.APPROVALS_TABLE,
      {
        id,
        ...input,
        executionArn: context.Execution.Id,
        redrives: context.Execution.RedriveCount ?? 0,
        stateName: context.State.Name,
        approvers: [...approvers],
        ...times(),
      },
      { taskToken, turn: context.State.RetryCount },
    );
    if (row === undefined) {
      logger.info('a newer attempt waits already', { approval: id });
    } else if (row.status !== 'open') {
      const delivery = await deliver({ dynamodb, sfn, table: env.APPROVALS_TABLE }, row);
      logger.info('decided already', { approval: id, status: row.status, delivery });
    } else if (row.mailedAt === undefined) {
      await mailApprovers(
        { client: sns, topicArn: env.TOPIC_ARN, apiUrl: env.API_URL, key },
        row,
        row.approvers,
        'request',
      );
      await noteMailed(dynamodb, env.APPROVALS_TABLE, id, new Date().toISOString());
      logger.info('approval requested', { approval: id, approvers: row.approvers.length });
    }
    return { approvalId: id };
  },
});

function times() {
  const requestedAt = new Date();
  const expires = Math.floor(requestedAt.getTime() / 1_000) + env.EXPIRY_SECONDS;
  const expiresAt = new Date(expires * 1_000).toISOString();
  return {
    requestedAt: requestedAt.toISOString(),
    expiresAt,
    dueAt: nextDue(requestedAt.getTime(), env.REMINDER_SECONDS, expiresAt),
    ttl: expires + env.RETENTION_DAYS * 24 * 60 * 60,
  };
}
