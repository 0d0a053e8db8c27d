import { type EntityKey, versionKey } from './keys';
import type { ConditionalUpdate } from './targets/target';

/**
 * Lets the command row of the *preceding* version expire, so many days after it was settled. One attribute is written, under the
 * condition that the row is settled; the expiry is computed from `settledEpoch` in the same update, so that a repeat writes the same.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html (epoch seconds)
 */
export function expirePredecessor(
  table: string,
  key: EntityKey & { version: number },
  retentionDays: number,
): ConditionalUpdate {
  return {
    TableName: table,
    Key: { pk: key.pk, sk: versionKey(key.sk, key.version - 1) },
    UpdateExpression: 'SET #ttl = #settledEpoch + :retention',
    ConditionExpression: 'attribute_exists(pk) AND #status IN (:applied, :skipped)',
    ExpressionAttributeNames: { '#ttl': 'ttl', '#settledEpoch': 'settledEpoch', '#status': 'status' },
    ExpressionAttributeValues: {
      ':retention': retentionDays * 24 * 60 * 60,
      ':applied': 'applied',
      ':skipped': 'skipped',
    },
  };
}
