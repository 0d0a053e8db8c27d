import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../conditions';
import { IDEMPOTENCY_CONFLICT, Problem } from './problem';
import { requestKey } from './request-key';

/** A request under a key, as it is remembered. */
export interface KeyedRequest {
  /** What `keyedId` makes of tenant and key. */
  readonly id: string;
  /** The parsed body: what must be the same in a repeat. */
  readonly content: unknown;
  /** Days that the key is remembered. */
  readonly days: number;
  /** What else the row tells, as the first request has it. Default: nothing. */
  readonly more?: Readonly<Record<string, unknown>>;
}

const DAY_SECONDS = 24 * 60 * 60;

/**
 * Remembers that a key stands for a request, before anything is done for it. It is one write, which changes nothing when it is
 * repeated. The hash of the content is kept, not the content.
 *
 * @returns the row, as the first request wrote it and whoever came after
 * @throws Problem `idempotency-conflict` when the key stands for other content
 */
export async function claimKey(
  client: DynamoDBDocumentClient,
  table: string,
  { id, content, days, more = {} }: KeyedRequest,
): Promise<Record<string, unknown>> {
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('base64url');
  const values = { ...more, digest, ttl: Math.floor(Date.now() / 1000) + days * DAY_SECONDS };
  const names = Object.keys(values);
  const claimed = await ifConditionHolds(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: requestKey(id),
        UpdateExpression: `SET ${names.map((name) => `#${name} = if_not_exists(#${name}, :${name})`).join(', ')}`,
        ConditionExpression: 'attribute_not_exists(pk) OR #digest = :digest',
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(Object.entries(values).map(([name, one]) => [`:${name}`, one])),
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  if (claimed === undefined) throw idempotencyConflict();
  return claimed.Attributes ?? {};
}

/** The key stands for another request of the same tenant. */
export function idempotencyConflict(): Problem {
  return new Problem(
    IDEMPOTENCY_CONFLICT,
    'another request was made with this Idempotency-Key. Repeat that one as it was, or take a new key.',
  );
}
