import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { describeIssues } from '../platform/issues';
import { type TaskKey, taskKey, taskRowKey } from './keys';
import { TASK_STATUSES, type TaskStatus } from './statuses';

const text = z.object({ S: z.string().check(z.minLength(1)) });
const integer = z.object({ N: z.string().check(z.regex(/^\d+$/)) });

const oldImage = z.object({ status: z.object({ S: z.string() }) });

/** What of a task's row goes into messages, as DynamoDB writes it. */
const newImage = z.object({
  pk: text,
  sk: text,
  tenantCode: text,
  taskId: text,
  taskType: text,
  itemCount: integer,
  timeoutSeconds: integer,
  requestId: text,
  status: z.object({ S: z.enum(TASK_STATUSES) }),
  changedAt: text,
  succeeded: z.optional(integer),
  failed: z.optional(integer),
  failure: z.optional(z.object({ M: z.object({ error: text }) })),
});

/** A task at the moment when it got a status. */
export interface TaskChange {
  key: TaskKey;
  status: TaskStatus;
  /** Undefined when the task was created. */
  previousStatus: string | undefined;
  /** ISO 8601. */
  at: string;
  succeeded: number | undefined;
  failed: number | undefined;
  /** Its cause names roles and tables, and stays on the row. */
  failure: { error: string } | undefined;
}

/**
 * What a stream record says of a task, or why it can't be read.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
 */
export function readRecord({ dynamodb: images }: DynamoDBRecord): { change: TaskChange } | { reason: string } {
  const parsed = newImage.safeParse(images?.NewImage);
  if (!parsed.success) return { reason: `NewImage: ${describeIssues(parsed.error)}` };
  const row = parsed.data;
  const key = taskKey.safeParse({
    tenantCode: row.tenantCode.S,
    taskId: row.taskId.S,
    taskType: row.taskType.S,
    itemCount: Number(row.itemCount.N),
    timeoutSeconds: Number(row.timeoutSeconds.N),
    requestId: row.requestId.S,
  });
  if (!key.success) return { reason: `NewImage: ${describeIssues(key.error)}` };
  const { pk, sk } = taskRowKey(key.data);
  if (row.pk.S !== pk || row.sk.S !== sk) return { reason: `the row's key is not "${pk}", "${sk}"` };
  return {
    change: {
      key: key.data,
      status: row.status.S,
      previousStatus: oldImage.safeParse(images?.OldImage).data?.status.S,
      at: row.changedAt.S,
      succeeded: row.succeeded && Number(row.succeeded.N),
      failed: row.failed && Number(row.failed.N),
      failure: row.failure && { error: row.failure.M.error.S },
    },
  };
}
