import type { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isAwsError } from '../platform/errors';
import { CaseMissing } from './errors';
import { type CaseKey, caseRowKey } from './inputs';

/** The statuses of a case after `opened`, and those that each may replace: none goes backwards, and of the two ends one is reached. */
const MAY_REPLACE = {
  assigned: ['opened'],
  in_progress: ['assigned', 'in_progress'],
  closed: ['in_progress'],
  escalated: ['in_progress'],
} as const;

/** What is written with a status. */
interface CaseFields {
  /** ISO 8601. */
  readonly changedAt: string;
  readonly team?: string;
  /** Only ever grows: a late repeat of an earlier attempt changes nothing. */
  readonly attempts?: number;
  /** Id of the article that answered, and what it says. */
  readonly article?: string;
  readonly answer?: string;
  readonly reason?: string;
  /** Epoch seconds after which the row may be removed. */
  readonly ttl?: number;
}

/**
 * Moves a case to a status, unless it has that one or a later one: a repeat changes nothing.
 *
 * @returns whether the status was changed
 * @throws CaseMissing when the case has no row
 */
export async function moveCase(
  client: DynamoDBDocumentClient,
  table: string,
  key: CaseKey,
  status: keyof typeof MAY_REPLACE,
  fields: CaseFields,
): Promise<boolean> {
  const set: Record<string, unknown> = { status, ...fields };
  const before = Object.fromEntries(MAY_REPLACE[status].map((one, rank) => [`:before${rank}`, one]));
  const grows = fields.attempts === undefined ? '' : ' AND #attempts < :attempts';
  try {
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: caseRowKey(key),
        UpdateExpression: `SET ${Object.keys(set)
          .map((name) => `#${name} = :${name}`)
          .join(', ')}`,
        ConditionExpression: `#status IN (${Object.keys(before).join(', ')})${grows}`,
        ExpressionAttributeNames: Object.fromEntries(Object.keys(set).map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...before,
          ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return true;
  } catch (error) {
    if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error;
    if ((error as ConditionalCheckFailedException).Item === undefined) throw new CaseMissing(key);
    return false;
  }
}
