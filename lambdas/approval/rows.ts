import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { CorruptRow } from '../platform/errors';
import { describeIssues } from '../platform/issues';
import { approvalKey } from './keys';

/** `open` until a person decides, nobody did in time, or the execution ended without an answer; after that it never changes. */
export const APPROVAL_STATUSES = ['open', 'approved', 'rejected', 'expired', 'withdrawn'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

const approvalRow = z.object({
  id: z.string(),
  tenantCode: z.string(),
  requestId: z.optional(z.string()),
  executionArn: z.string(),
  /** Redrives of the execution when it asked: one that was redriven since waits for the answer to another request. */
  redrives: z.int(),
  stateName: z.string(),
  subject: z.string(),
  details: z.array(z.object({ label: z.string(), value: z.string() })),
  /** E-mail addresses of those who were asked. */
  approvers: z.array(z.string()),
  /** ISO 8601, as all times here. */
  requestedAt: z.string(),
  /** A whole second, as links write it. */
  expiresAt: z.string(),
  /** When every approver had been mailed the first time. */
  mailedAt: z.optional(z.string()),
  reminders: z.optional(z.int()),
  status: z.enum(APPROVAL_STATUSES),
  decidedAt: z.optional(z.string()),
  /** E-mail address of who approved or rejected. */
  decidedBy: z.optional(z.string()),
  /** Why it was rejected, in the person's words. */
  reason: z.optional(z.string()),
  /**
   * Of the attempt that waits: only while nobody was told the decision. It never leaves the backend.
   */
  taskToken: z.optional(z.string()),
  /** Of the attempt that left the token: retries so far. */
  turn: z.int(),
  /** What became of the decision: taken, or nobody waited for it. */
  delivery: z.optional(z.enum(['delivered', 'undeliverable'])),
  /** When a sweep has to look: the next reminder, the expiry, or a decision that was not delivered. Undefined when never again. */
  dueAt: z.optional(z.string()),
});

/** A request for approval, and what became of it. */
export type ApprovalRow = z.infer<typeof approvalRow>;

/** @throws CorruptRow naming the row and the attribute that is not as this project writes it; it shows no value */
export function parseApprovalRow(item: Record<string, unknown>): ApprovalRow {
  const parsed = approvalRow.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new CorruptRow(`row ${item.pk} / ${item.sk} of approvals: ${describeIssues(parsed.error)}`);
}

/** Reads a request consistently. @throws CorruptRow */
export async function readApproval(
  client: DynamoDBDocumentClient,
  table: string,
  id: string,
): Promise<ApprovalRow | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: approvalKey(id), ConsistentRead: true }));
  return Item && parseApprovalRow(Item);
}
