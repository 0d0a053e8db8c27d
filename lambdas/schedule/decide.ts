import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { DecisionRefused } from './errors';

/** A scheduled order by its name. */
export interface ScheduledOrder {
  readonly tenantCode: string;
  readonly orderId: string;
}

export type Decision = 'approved' | 'rejected';

/** What a decision may replace: an approval can be taken back until the order is processed, anything else is final. */
const MAY_REPLACE: Readonly<Record<Decision, readonly string[]>> = {
  approved: ['pending'],
  rejected: ['pending', 'approved'],
};

/** Key of the row in which an order's approval stands; the definition writes the same. */
export function scheduleKey({ tenantCode, orderId }: ScheduledOrder) {
  return { pk: `TENANT#${tenantCode}`, sk: `ORDER#${orderId}` };
}

/**
 * Decides on a scheduled order, whose execution sees it at its next look. The same decision again is none, and succeeds.
 *
 * @param by who decides
 * @throws DecisionRefused when the order was decided otherwise, has expired or was processed, or waits for no approval
 */
export async function decide(
  client: DynamoDBDocumentClient,
  table: string,
  order: ScheduledOrder,
  decision: Decision,
  by: string,
): Promise<void> {
  const Key = scheduleKey(order);
  const replaced = Object.fromEntries(MAY_REPLACE[decision].map((one) => [`:${one}`, one]));
  const decided = await ifConditionHolds(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key,
        UpdateExpression: 'SET approval = :decision, decidedBy = :by, decidedAt = :at',
        ConditionExpression: `approval IN (${Object.keys(replaced).join(', ')}) AND attribute_not_exists(processedAt)`,
        ExpressionAttributeValues: { ...replaced, ':decision': decision, ':by': by, ':at': new Date().toISOString() },
      }),
    ),
  );
  if (decided !== undefined) return;
  const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
  if (Item?.approval === decision) return;
  throw new DecisionRefused(`order ${order.orderId} of tenant ${order.tenantCode} can't be ${decision}: ${why(Item)}`);
}

function why(row: Readonly<Record<string, unknown>> | undefined): string {
  if (row === undefined) return 'it waits for no approval. Start the workflow "schedule" for it first.';
  if (row.processedAt !== undefined) return `it was processed at ${row.processedAt}.`;
  return `it is ${row.approval}, and that is final. Schedule it anew under another orderId.`;
}
