import * as z from 'zod/mini';
import { operation } from '../platform/http/operation';
import { IDEMPOTENCY_CONFLICT, NOT_FOUND } from '../platform/http/problem';
import { MAX_ITEMS, taskId } from './keys';
import { type ItemOf, processorOf, type TaskType, taskTypes } from './processors';
import { TASK_STATUSES } from './statuses';
import { ITEM_LIMIT_BYTES } from './submission';

/** A task as a caller sends it. */
export interface TaskBody {
  taskType: TaskType;
  items: ItemOf<TaskType>[];
}

const bodies = taskTypes.map((name) =>
  z.strictObject({
    taskType: z.literal(name),
    items: z.array(processorOf(name).item).check(z.minLength(1), z.maxLength(MAX_ITEMS)),
  }),
);

/** One form for each type of task, so that a problem names the very place in an item, and the document shows it. */
const taskBody = z.discriminatedUnion('taskType', bodies as [(typeof bodies)[0], ...typeof bodies]) as z.ZodMiniType<
  TaskBody,
  TaskBody
>; // the items of each type are those of its own schema

const count = z.int().check(z.nonnegative());
const item = z.coerce.number().check(z.int(), z.positive(), z.maximum(MAX_ITEMS));
const params = z.object({ taskId });

export const publishTask = operation({
  operationId: 'publishTask',
  method: 'POST',
  path: '/tasks',
  summary: 'Have up to 10,000 items processed',
  description:
    `An item may take ${ITEM_LIMIT_BYTES} bytes as JSON. The request as a whole may take 6 MB as its function gets it: the body ` +
    'stands there as a JSON text, in which each quotation mark and line break takes two bytes. What is larger makes several tasks.',
  access: 'jwt',
  body: taskBody,
  idempotent: true,
  answers: {
    202: {
      description: 'The task is stored, and will be run',
      body: z.object({ taskId, taskType: z.enum(taskTypes), items: count }),
      headers: { location: 'Where the status of the task can be read' },
    },
  },
  problems: [IDEMPOTENCY_CONFLICT],
});

export const getTask = operation({
  operationId: 'getTask',
  method: 'GET',
  path: '/tasks/{taskId}',
  summary: 'How a task stands',
  access: 'jwt',
  params,
  answers: {
    200: {
      description: 'The task',
      body: z.object({
        taskId,
        taskType: z.string(),
        status: z.enum(TASK_STATUSES),
        /** Of items. `timedOut` are among the failed. */
        counts: z.object({ total: count, succeeded: count, failed: count, timedOut: count, pending: count }),
        /** The part of the items that have come to an end, 0–1. */
        progress: z.number(),
        createdAt: z.string(),
        startedAt: z.optional(z.string()),
        endedAt: z.optional(z.string()),
        /** Name of the error that ended the task before its items were done. */
        error: z.optional(z.string()),
      }),
    },
  },
  problems: [NOT_FOUND],
});

export const getFailedItems = operation({
  operationId: 'getFailedItems',
  method: 'GET',
  path: '/tasks/{taskId}/failed-items',
  summary: 'The items of a task that failed, and why',
  description: 'In the order of the items, page by page. A page may be empty and have a `next`.',
  access: 'jwt',
  params,
  query: z.object({
    /** The item to begin with, counted from 1: `next` of the page before. */
    from: z._default(item, 1),
    limit: z._default(z.coerce.number().check(z.int(), z.positive(), z.maximum(100)), 100),
  }),
  answers: {
    200: {
      description: 'A page of them; without `next` it is the last one',
      body: z.object({
        items: z.array(z.object({ item: z.int(), error: z.string(), cause: z.string(), at: z.string() })),
        next: z.optional(z.int()),
      }),
    },
  },
  problems: [NOT_FOUND],
});

export const operations = [publishTask, getTask, getFailedItems];
