import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { type TaskName, taskRowKey } from './keys';
import { statusesBefore, type TaskStatus } from './statuses';

/** What is written with a status. */
export interface StatusFields {
  /** When it was reached, ISO 8601. */
  changedAt: string;
  /** Kept when the row has one. */
  startedAt?: string;
  endedAt?: string;
  succeeded?: number;
  failed?: number;
  failure?: object;
}

/**
 * Raises a task to a status, unless it has that one or a later one: whoever comes late changes nothing. What a failed run had left
 * on the row goes when a later run settles the task.
 *
 * @returns whether the status was changed; false too when the row is gone
 */
export async function raiseStatus(
  client: DynamoDBDocumentClient,
  table: string,
  task: TaskName,
  status: TaskStatus,
  fields: StatusFields,
): Promise<boolean> {
  const set = { status, ...fields };
  const before = Object.fromEntries(statusesBefore(status).map((one, rank) => [`:before${rank}`, one]));
  const assignments = Object.keys(set).map((name) =>
    name === 'startedAt' ? `#${name} = if_not_exists(#${name}, :${name})` : `#${name} = :${name}`,
  );
  const settles = fields.endedAt !== undefined && fields.failure === undefined;
  const written = await ifConditionHolds(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: taskRowKey(task),
        UpdateExpression: `SET ${assignments.join(', ')}${settles ? ' REMOVE #failure' : ''}`,
        ConditionExpression: `attribute_exists(pk) AND #status IN (${Object.keys(before).join(', ')})`,
        ExpressionAttributeNames: Object.fromEntries(
          [...Object.keys(set), ...(settles ? ['failure'] : [])].map((name) => [`#${name}`, name]),
        ),
        ExpressionAttributeValues: {
          ...before,
          ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
        },
      }),
    ),
  );
  return written !== undefined;
}
