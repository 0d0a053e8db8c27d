import type * as z from 'zod/mini';

/** What a processor can reach besides its item. */
export interface Services {
  /** The current attributes of an entity of the task's tenant; undefined when there is none. Read consistently. */
  readEntity(sk: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

/** All that the workflow knows of a type of task. Items and results live in DynamoDB as JSON, up to 100 KiB each. */
export interface TaskProcessor<Item> {
  /** What an item must look like: checked when a task is published, and again before it is run. A number is a `storableNumber`. */
  item: z.ZodMiniType<Item, Item>;
  /** Seconds that a whole task may take. Default: 900. */
  timeoutSeconds?: number;
  /**
   * Does the work of one item and returns its result. It may be called more than once for an item, and at the same time: what it
   * changes must bear a repeat. One call may take 30 seconds.
   *
   * @throws any error: the item is recorded as failed with its name and message, and the others go on. `RetryItem`, and an AWS
   *   call that failed, have the item run again first.
   */
  process(item: Item, services: Services): Promise<unknown>;
}

/** Types a processor by its schema. */
export function processor<Item>(definition: TaskProcessor<Item>): TaskProcessor<Item> {
  return definition;
}
