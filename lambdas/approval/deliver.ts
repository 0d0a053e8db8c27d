import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SendTaskFailureCommand, SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { metrics } from '../platform/observability';
import { isAwaited } from '../platform/task-token';
import type { ApprovalError } from './errors';
import { approvalKey } from './keys';
import { type ApprovalRow, readApproval } from './rows';

export interface Delivery {
  readonly dynamodb: DynamoDBDocumentClient;
  readonly sfn: SFNClient;
  readonly table: string;
}

/** Attempts of one Task that overtake each other while this looks: beyond it, the next sweep goes on. */
const MOST_TOKENS = 5;

/** The result of a Task that waited for a person who approved. */
export interface Approved {
  readonly approved: true;
  /** E-mail address. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Tells the waiting Task what was decided. A token that nobody waits for may have been replaced by a retry of the Task: then the
 * newer one is on the row and is tried; otherwise the decision is recorded as undeliverable. The token leaves the row with either.
 * It may be called again at any time, by anyone: a decision does not change, and a Task takes one answer.
 *
 * @param decided a row as it was read or written last
 * @returns what became of it, or undefined when someone else had delivered it, or tokens changed too often
 * @throws what Step Functions or DynamoDB throw otherwise, without the token: the next sweep delivers it
 */
export async function deliver(
  { dynamodb, sfn, table }: Delivery,
  decided: ApprovalRow,
): Promise<ApprovalRow['delivery']> {
  let row: ApprovalRow | undefined = decided;
  for (let tokens = 0; tokens < MOST_TOKENS; tokens++) {
    if (row?.taskToken === undefined || row.status === 'open') return row?.delivery;
    const { taskToken } = row;
    if (await isAwaited(taskToken, answer(sfn, row, taskToken))) {
      await record(dynamodb, table, row.id, 'delivered');
      return 'delivered';
    }
    if (await record(dynamodb, table, row.id, 'undeliverable', taskToken)) {
      metrics.addMetric('ApprovalsUndeliverable', MetricUnit.Count, 1);
      return 'undeliverable';
    }
    row = await readApproval(dynamodb, table, row.id);
  }
  return undefined;
}

async function answer(sfn: SFNClient, row: ApprovalRow, taskToken: string): Promise<unknown> {
  const { status, decidedBy: by = '', decidedAt: at = '', reason } = row;
  if (status === 'approved') {
    const output: Approved = { approved: true, by, at };
    return sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
  }
  const error: ApprovalError = status === 'rejected' ? 'ApprovalRejected' : 'ApprovalExpired';
  const cause = status === 'rejected' ? { by, at, reason } : { at };
  return sfn.send(new SendTaskFailureCommand({ taskToken, error, cause: JSON.stringify(cause) }));
}

/**
 * Who delivered knows so for certain; who met nobody records it only while no other attempt has left its token, and none was
 * delivered.
 */
async function record(
  client: DynamoDBDocumentClient,
  table: string,
  id: string,
  delivery: 'delivered' | 'undeliverable',
  taskToken?: string,
): Promise<boolean> {
  const recorded = await ifConditionHolds(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: approvalKey(id),
        UpdateExpression: 'SET #delivery = :delivery REMOVE #taskToken, #open, #dueAt',
        ConditionExpression: taskToken === undefined ? 'attribute_exists(pk)' : '#taskToken = :taskToken',
        ExpressionAttributeNames: {
          '#delivery': 'delivery',
          '#taskToken': 'taskToken',
          '#open': 'open',
          '#dueAt': 'dueAt',
        },
        ExpressionAttributeValues: {
          ':delivery': delivery,
          ...(taskToken !== undefined && { ':taskToken': taskToken }),
        },
      }),
    ),
  );
  return recorded !== undefined;
}
