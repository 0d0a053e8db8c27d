import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { httpHandler, route } from '../platform/http/handler';
import { Problem } from '../platform/http/problem';
import type { HttpEvent } from '../platform/http/request';
import { logger, metrics } from '../platform/observability';
import { sfn } from '../platform/sfn';
import { ssm } from '../platform/ssm';
import { approversIn } from './approvers';
import { asPage } from './as-page';
import { decide } from './decide';
import { deliver } from './deliver';
import { LinkKeys } from './link-keys';
import { type OpenedLink, openLink } from './open-link';
import { APPROVAL_OVER, decideApproval, showApproval } from './operations';
import { decidedPage, PAGE_HEADERS, requestPage } from './page';
import { type ApprovalRow, readApproval } from './rows';

const env = environment('approval/http', ['APPROVALS_TABLE', 'APPROVER_EMAILS', 'LINK_KEY_PARAMETER', 'TENANT_CLAIM']);
const links = {
  dynamodb,
  table: env.APPROVALS_TABLE,
  keys: new LinkKeys(ssm, env.LINK_KEY_PARAMETER),
  approvers: approversIn(env.APPROVER_EMAILS),
};

/** Shows the request. Scanners of mail open links: this reads, and never writes. */
const show = route(showApproval, async ({ params, query }) => {
  const opened = await openLink(links, params.id, query);
  const { row, approver } = opened;
  if (isDecided(row)) return { status: 200, body: decidedPage(row, 'before'), headers: PAGE_HEADERS };
  requireOpen(opened);
  return { status: 200, body: requestPage(row, approver), headers: PAGE_HEADERS };
});

/** Decides, if nobody has: the row first, the waiting Task after it. A second click delivers what the first one could not. */
const decideOnce = route(decideApproval, async ({ params, query, body: { decision, reason } }) => {
  const opened = await openLink(links, params.id, query);
  const { approver } = opened;
  if (!isDecided(opened.row)) requireOpen(opened);
  const status = decision === 'approve' ? 'approved' : 'rejected';
  const made = {
    status,
    decidedBy: approver,
    reason: status === 'rejected' ? reason || undefined : undefined,
  } as const;
  const decided = await decide(dynamodb, env.APPROVALS_TABLE, opened.row.id, made, Date.now());
  const row = decided ?? (await decidedBefore(opened));
  logger.info(decided ? 'decided' : 'decided before', { approval: row.id, status: row.status });
  if (decided)
    metrics.addMetric(status === 'approved' ? 'ApprovalsApproved' : 'ApprovalsRejected', MetricUnit.Count, 1);
  const told = { ...row, delivery: await delivered(row) };
  const same = row.decidedBy === approver && row.status === status;
  if (decided || same) {
    return { status: 200, body: decidedPage(told, decided ? 'now' : 'before'), headers: PAGE_HEADERS };
  }
  return { status: 409, body: decidedPage(told, 'too-late'), headers: PAGE_HEADERS };
});

const answer = httpHandler([show, decideOnce], { tenantClaim: env.TENANT_CLAIM });

/** The page of approvals, and its buttons. */
export const handler = async (event: HttpEvent, lambda?: Context): Promise<APIGatewayProxyStructuredResultV2> =>
  asPage(event, await answer(event, lambda));

function isDecided({ status }: ApprovalRow): boolean {
  return status === 'approved' || status === 'rejected';
}

/** @throws Problem when it is too late by the link or by the row, whether a sweep has noticed or not */
function requireOpen({ row, expired }: Pick<OpenedLink, 'row' | 'expired'>): void {
  if (row.status === 'open' && !expired && Date.now() < Date.parse(row.expiresAt)) return;
  throw new Problem(
    APPROVAL_OVER,
    row.status === 'withdrawn'
      ? 'The workflow that asked has ended in the meantime, or was resumed and has asked anew. You can delete this mail; a newer one counts.'
      : 'Nobody decided in time, and the workflow went on without an approval. If it is still needed, have the request made again.',
  );
}

async function decidedBefore({ row: { id }, expired }: OpenedLink): Promise<ApprovalRow> {
  const row = await readApproval(dynamodb, env.APPROVALS_TABLE, id);
  if (row !== undefined && isDecided(row)) return row;
  if (row !== undefined) requireOpen({ row, expired });
  throw new Problem(APPROVAL_OVER, 'The request was removed while you decided. Have it made again if it is needed.');
}

/** The decision stands whatever comes of this: what can't be delivered now is delivered by a sweep. */
async function delivered(row: ApprovalRow): Promise<ApprovalRow['delivery']> {
  try {
    return await deliver({ dynamodb, sfn, table: env.APPROVALS_TABLE }, row);
  } catch (error) {
    logger.error('a decision is not delivered yet: a sweep will', { approval: row.id, error });
    return undefined;
  }
}
