import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { approverHandle, type LinkKey, linkTo } from './link';
import { readableTime } from './readable-time';
import type { ApprovalRow } from './rows';

/** UTF-16 units of the longest subject of a mail: SNS takes less than 100 characters. */
const SUBJECT_LIMIT = 99;

export interface Post {
  readonly client: SNSClient;
  readonly topicArn: string;
  /** Where links lead. */
  readonly apiUrl: string;
  readonly key: LinkKey;
}

export type MailKind = 'request' | 'reminder';

/**
 * Mails each approver a link of their own: one message each, whose attribute `approver` the subscription of that person filters by.
 *
 * @throws what SNS throws, after every message was tried
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export async function mailApprovers(
  post: Post,
  row: ApprovalRow,
  approvers: readonly string[],
  kind: MailKind,
): Promise<void> {
  const sent = await Promise.allSettled(approvers.map((approver) => mailApprover(post, row, approver, kind)));
  for (const one of sent) if (one.status === 'rejected') throw one.reason;
}

async function mailApprover(
  { client, topicArn, apiUrl, key }: Post,
  row: ApprovalRow,
  approver: string,
  kind: MailKind,
): Promise<void> {
  const expires = Date.parse(row.expiresAt) / 1_000;
  const link = linkTo(apiUrl, key, { id: row.id, for: approverHandle(approver), expires });
  const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
  await client.send(
    new PublishCommand({
      TopicArn: topicArn,
      Subject: subjectOf(row, kind),
      Message: messageOf(row, approver, link),
      MessageAttributes: { approver: attribute(approver), kind: attribute(kind) },
    }),
  );
}

function subjectOf({ subject }: ApprovalRow, kind: MailKind): string {
  const whole = `${kind === 'reminder' ? 'Reminder: approval' : 'Approval'} needed: ${onOneLine(subject)}`;
  if (whole.length <= SUBJECT_LIMIT) return whole;
  // Cut between characters, not within the two units of one.
  return `${whole.slice(0, SUBJECT_LIMIT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function messageOf({ subject, details, requestedAt, expiresAt }: ApprovalRow, approver: string, link: string): string {
  return [
    onOneLine(subject),
    '',
    ...details.map(({ label, value }) => `${onOneLine(label)}: ${onOneLine(value)}`),
    `Asked: ${readableTime(requestedAt)}`,
    `Decide before: ${readableTime(expiresAt)}`,
    '',
    'Open this page to approve or reject. Opening it decides nothing yet:',
    link,
    '',
    `The link is for ${approver}: what is decided through it is recorded under this address. Do not pass it on.`,
  ].join('\n');
}

/** The link in the text of a mail. @throws Error when there is none */
export function linkIn(message: string): URL {
  const [link] = /^https?:\/\/\S+$/m.exec(message) ?? [];
  if (link === undefined) throw new Error(`There is no link in the mail: ${message}`);
  return new URL(link);
}

/** What comes from a workflow stays on its line: it can neither look like another part of the mail nor end a header. */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
