import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { outcomeItem, outcomeKey, type TaskName, taskRowKey } from './keys';
import { readProgress } from './progress';
import { type Failure, type OutcomeRow, parseOutcomeRow, parseTaskRow } from './rows';
import type { TaskStatus } from './statuses';

/** A task as those who asked for it see it. Times are ISO 8601. */
export interface TaskView extends TaskName {
  taskType: string;
  status: TaskStatus;
  /** Items: all, and those that have come to an end, one way or the other. `timedOut` are among the failed. */
  counts: { total: number; succeeded: number; failed: number; timedOut: number; pending: number };
  /** The part of the items that have come to an end, 0–1. */
  progress: number;
  createdAt: string;
  startedAt: string | undefined;
  endedAt: string | undefined;
  /** How the execution ended before its items were done. */
  failure: Failure | undefined;
}

/** An item that failed. */
export interface FailedItem {
  /** Which item, counted from 1. */
  item: number;
  error: string;
  cause: string;
  at: string;
  /** AWS or the sandbox failed: the cause is for operators only. */
  internal?: true | undefined;
}

/** Some of a list, and where the next part begins; undefined at the end. */
export interface Page<T> {
  entries: T[];
  next: number | undefined;
}

const PAGE_ITEMS = 100;
/** Reads of a megabyte for one page: where few of many items failed, a page may hold fewer than it could. */
const MOST_READS = 8;
/** Sorts after the key of every outcome: `:` is the character after `9`. */
const PAST_OUTCOMES = 'OUTCOME#:';

/** Reads tasks: how far they have come, how each item ended, and which failed and why. */
export class TaskReader {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  /** Undefined when there is no such task, or no longer. */
  async get(task: TaskName): Promise<TaskView | undefined> {
    const read = new GetCommand({ TableName: this.table, Key: taskRowKey(task), ConsistentRead: true });
    const { Item } = await this.client.send(read);
    if (Item === undefined) return undefined;
    const row = parseTaskRow(Item);
    const { succeeded, failed, timedOut } = await readProgress(this.client, this.table, task);
    return {
      ...task,
      taskType: row.taskType,
      status: row.status,
      counts: { total: row.itemCount, succeeded, failed, timedOut, pending: row.itemCount - succeeded - failed },
      progress: (succeeded + failed) / row.itemCount,
      createdAt: row.createdAt,
      startedAt: row.startedAt,
      endedAt: row.endedAt,
      failure: row.failure,
    };
  }

  /**
   * The error report: the failed items, in their order. A page may be short, or empty, before the last one: `next` says whether there
   * are more.
   *
   * @param from the item to begin with: `next` of the page before
   * @param limit the most entries of this page
   */
  async failedItems(task: TaskName, from = 1, limit = PAGE_ITEMS): Promise<Page<FailedItem>> {
    const { entries, next } = await this.page(task, from, limit, 'failed');
    const failed = entries.flatMap((outcome) => (outcome.status === 'failed' ? [outcome] : []));
    return {
      entries: failed.map(({ item, error, cause, at, internal }) => ({
        item,
        error,
        cause,
        at,
        ...(internal && { internal }),
      })),
      next,
    };
  }

  /** How items ended, with their results, in their order; an item that is not among them is pending. */
  outcomes(task: TaskName, from = 1, limit = PAGE_ITEMS): Promise<Page<OutcomeRow>> {
    return this.page(task, from, limit);
  }

  /** A filter spares the results of other items the way, not the reading: those of a page are read in any case. */
  private async page(task: TaskName, from: number, limit: number, only?: 'failed'): Promise<Page<OutcomeRow>> {
    const { pk, sk } = outcomeKey(task, from);
    const entries: OutcomeRow[] = [];
    let start: Record<string, unknown> | undefined;
    for (let read = 1; ; read++) {
      const { Items = [], LastEvaluatedKey } = await this.client.send(
        new QueryCommand({
          TableName: this.table,
          KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :first AND :last',
          ...(only && { FilterExpression: '#status = :only' }),
          ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk', ...(only && { '#status': 'status' }) },
          ExpressionAttributeValues: {
            ':pk': pk,
            ':first': sk,
            ':last': PAST_OUTCOMES,
            ...(only && { ':only': only }),
          },
          ConsistentRead: true,
          ExclusiveStartKey: start,
        }),
      );
      for (const row of Items.map(parseOutcomeRow)) {
        if (entries.length === limit) return { entries, next: row.item };
        entries.push(row);
      }
      start = LastEvaluatedKey;
      if (start === undefined) return { entries, next: undefined };
      if (read === MOST_READS) return { entries, next: outcomeItem(String(start.sk)) + 1 };
    }
  }
}
