import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { approvalKey } from './keys';
import { type ApprovalRow, parseApprovalRow } from './rows';

/** Ms after which a sweep delivers a decision, in case that whoever made it has died: those who live do so at once. */
const DELIVERY_GRACE_MS = 30_000;

/** What a person decides. */
export interface Decision {
  readonly status: 'approved' | 'rejected';
  /** E-mail address. */
  readonly decidedBy: string;
  readonly reason: string | undefined;
}

/**
 * Records what a person decided, if nobody has and it is not too late: the first of two clicks wins, and a click against the expiry
 * meets the same condition. The row is the decision; telling the waiting Task comes after it, and can be repeated.
 *
 * @param now epoch ms
 * @returns the decided row, or undefined when the request was decided before, has expired, or is gone
 */
export function decide(
  client: DynamoDBDocumentClient,
  table: string,
  id: string,
  decision: Decision,
  now: number,
): Promise<ApprovalRow | undefined> {
  return settle(client, table, id, { ...decision }, '#expiresAt > :decidedAt', now);
}

/**
 * Records that nobody decided in time.
 *
 * @param now epoch ms
 * @returns the row, or undefined when the request was decided before, or is still open to people
 */
export function expire(
  client: DynamoDBDocumentClient,
  table: string,
  id: string,
  now: number,
): Promise<ApprovalRow | undefined> {
  return settle(client, table, id, { status: 'expired' }, '#expiresAt <= :decidedAt', now);
}

async function settle(
  client: DynamoDBDocumentClient,
  table: string,
  id: string,
  outcome: Partial<Decision> | { readonly status: 'expired' },
  inTime: string,
  now: number,
): Promise<ApprovalRow | undefined> {
  const set = Object.entries({
    ...outcome,
    decidedAt: new Date(now).toISOString(),
    dueAt: new Date(now + DELIVERY_GRACE_MS).toISOString(),
  }).filter(([, value]) => value !== undefined);
  const settled = await ifConditionHolds(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: approvalKey(id),
        UpdateExpression: `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
        ConditionExpression: `#status = :open AND ${inTime}`,
        ExpressionAttributeNames: {
          '#expiresAt': 'expiresAt',
          ...Object.fromEntries(set.map(([name]) => [`#${name}`, name])),
        },
        ExpressionAttributeValues: {
          ':open': 'open',
          ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
        },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  return settled?.Attributes && parseApprovalRow(settled.Attributes);
}

/**
 * Records that nobody waits for an answer any more, because the execution has ended or was redriven. A newer attempt that has left its token in the
 * meantime still waits.
 *
 * @param now epoch ms
 * @returns whether it was recorded
 */
export async function withdraw(
  client: DynamoDBDocumentClient,
  table: string,
  { id, taskToken }: Pick<ApprovalRow, 'id' | 'taskToken'>,
  now: number,
): Promise<boolean> {
  const withdrawn = await ifConditionHolds(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: approvalKey(id),
        UpdateExpression: 'SET #status = :withdrawn, #decidedAt = :now REMOVE #taskToken, #open, #dueAt',
        ConditionExpression: '#status = :open AND #taskToken = :taskToken',
        ExpressionAttributeNames: {
          '#status': 'status',
          '#decidedAt': 'decidedAt',
          '#taskToken': 'taskToken',
          '#open': 'open',
          '#dueAt': 'dueAt',
        },
        ExpressionAttributeValues: {
          ':withdrawn': 'withdrawn',
          ':open': 'open',
          ':now': new Date(now).toISOString(),
          ':taskToken': taskToken,
        },
      }),
    ),
  );
  return withdrawn !== undefined;
}
