import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Problem } from '../platform/http/problem';
import { logger, metrics } from '../platform/observability';
import { APPROVAL_ID } from './keys';
import { approverHandle, isSigned, readLink } from './link';
import type { LinkKeys } from './link-keys';
import { LINK_REFUSED, NO_APPROVAL } from './operations';
import { type ApprovalRow, readApproval } from './rows';

export interface LinkSettings {
  readonly dynamodb: DynamoDBDocumentClient;
  readonly table: string;
  readonly keys: LinkKeys;
  /** E-mail addresses of those who may approve now: who left the list decides nothing, whatever was mailed. */
  readonly approvers: readonly string[];
}

/** The request that a link opens, and the person whose link it is. */
export interface OpenedLink {
  readonly row: ApprovalRow;
  /** E-mail address. */
  readonly approver: string;
  /** Whether the time that the link itself allows is over. */
  readonly expired: boolean;
}

/**
 * Opens a link: what it says is believed once its signature holds, and nothing is read before that.
 *
 * @throws Problem `approval-link-refused`, `no-approval`
 */
export async function openLink(
  { dynamodb, table, keys, approvers }: LinkSettings,
  id: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<OpenedLink> {
  const link = APPROVAL_ID.test(id) ? readLink(id, query) : undefined;
  if (link === undefined) throw refused('incomplete');
  const key = await keys.ofVersion(link.key);
  if (key === undefined) throw refused('key');
  if (!isSigned(key, link)) throw refused('signature');
  const row = await readApproval(dynamodb, table, id);
  if (row === undefined) {
    throw new Problem(NO_APPROVAL, 'Requests are removed some time after they were decided. You can delete the mail.');
  }
  const named = (emails: readonly string[]) => emails.find((email) => approverHandle(email) === link.for);
  const approver = named(row.approvers);
  if (approver === undefined || named(approvers) === undefined) throw refused('approver');
  return { row, approver, expired: Date.now() >= link.expires * 1_000 };
}

const WHAT_TO_DO = {
  incomplete:
    'A part of it is missing or was changed. Open it from the mail again, as a whole: some programs break long links in two.',
  key: 'It was made with a key that is no longer valid. A reminder, if one comes, has a new link; otherwise have the request made again.',
  signature: 'It was not made by this system, or was changed on the way. Open it from the mail again, as a whole.',
  approver: 'The person it was mailed to is not among the approvers. Ask those who run this system to add you.',
} as const;

function refused(why: keyof typeof WHAT_TO_DO): Problem {
  metrics.addMetric('ApprovalLinksRefused', MetricUnit.Count, 1);
  logger.warn('link refused', { why });
  return new Problem(LINK_REFUSED, WHAT_TO_DO[why]);
}
