import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CallerContext } from '../platform/caller-context';
import { ifConditionHolds } from '../platform/conditions';
import { TaskConflict } from './errors';
import { expiry } from './expiry';
import { progressKey, type TaskName, taskRowKey } from './keys';
import type { ItemOf, TaskType } from './processors';
import { checkSubmission } from './submission';
import { writeItems } from './write-items';

/** A task to publish. */
export interface TaskSubmission<T extends TaskType = TaskType> {
  taskType: T;
  /** The caller's own tenant. */
  tenantCode: string;
  /** 1–10,000 items of up to 100 KiB as JSON. */
  items: readonly ItemOf<T>[];
  context: CallerContext;
  /** Makes a repeat of the same publish harmless. Random when absent. */
  taskId?: string;
}

export interface TaskPublisherSettings {
  table: string;
  /** Days that the rows of a task are kept. */
  retentionDays: number;
}

/** Accepts tasks: stores their items, then the row that starts them. */
export class TaskPublisher {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly settings: TaskPublisherSettings,
  ) {}

  /**
   * Stores a task, once: from then on the workflow runs it. The name is claimed for this content first, then the items are
   * written, and last the task's row, whose insertion starts it. Who dies on the way leaves rows that expire, and may publish
   * again with the same taskId.
   *
   * @throws InvalidTask, UnknownTaskType, ValidationFailed: nothing was stored
   * @throws TaskConflict when another content has the taskId
   * @throws TableThrottled when the items could not all be written: publish again with the same taskId
   */
  async publish<T extends TaskType>(submission: TaskSubmission<T>): Promise<TaskName> {
    const { items, timeoutSeconds, digest } = checkSubmission(submission);
    const { tenantCode, taskType, context, taskId = randomUUID() } = submission;
    const task = { tenantCode, taskId };
    const ttl = expiry(this.settings.retentionDays);
    const isFirst = await this.claim(task, digest, ttl);
    if (!isFirst && (await this.isThere(task))) return task;
    await writeItems(this.client, this.settings.table, task, items, ttl);
    const now = new Date().toISOString();
    const row = new PutCommand({
      TableName: this.settings.table,
      Item: {
        ...taskRowKey(task),
        ...task,
        taskType,
        itemCount: items.length,
        timeoutSeconds,
        requestId: context.requestId,
        context,
        status: 'created',
        createdAt: now,
        changedAt: now,
        ttl,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    // Where the row is there, another call for the same content wrote it.
    await ifConditionHolds(this.client.send(row));
    return task;
  }

  /**
   * Makes the row of the task's counts, which holds the hash of its content: the items of two contents never mix.
   *
   * @returns whether nobody had claimed the name before
   */
  private async claim(task: TaskName, digest: string, ttl: number): Promise<boolean> {
    const claimed = await ifConditionHolds(
      this.client.send(
        new UpdateCommand({
          TableName: this.settings.table,
          Key: progressKey(task),
          UpdateExpression:
            'SET #digest = :digest, #ttl = :ttl, #succeeded = if_not_exists(#succeeded, :none), ' +
            '#failed = if_not_exists(#failed, :none), #timedOut = if_not_exists(#timedOut, :none)',
          ConditionExpression: 'attribute_not_exists(pk) OR #digest = :digest',
          ExpressionAttributeNames: {
            '#digest': 'digest',
            '#ttl': 'ttl',
            '#succeeded': 'succeeded',
            '#failed': 'failed',
            '#timedOut': 'timedOut',
          },
          ExpressionAttributeValues: { ':digest': digest, ':ttl': ttl, ':none': 0 },
          ReturnValues: 'ALL_OLD',
        }),
      ),
    );
    if (claimed === undefined) throw new TaskConflict(task);
    return claimed.Attributes === undefined;
  }

  private async isThere(task: TaskName): Promise<boolean> {
    const read = new GetCommand({ TableName: this.settings.table, Key: taskRowKey(task), ConsistentRead: true });
    return (await this.client.send(read)).Item !== undefined;
  }
}
