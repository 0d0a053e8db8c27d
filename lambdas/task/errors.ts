import type { TaskName } from './keys';

/**
 * The errors of the task workflow. `name` is what the state machine matches and what the error report shows, so it is set by
 * hand: a minified class would carry another.
 */
const the = ({ tenantCode, taskId }: TaskName) => `task ${taskId} of tenant ${tenantCode}`;

/** What a caller asked for can't be a task: nothing was stored. */
export class InvalidTask extends Error {
  override readonly name = 'InvalidTask';
}

export class UnknownTaskType extends Error {
  override readonly name = 'UnknownTaskType';
  constructor(taskType: string, known: readonly string[]) {
    super(`taskType "${taskType}" is not registered; known are ${known.join(', ')}. Add it to task/processors.`);
  }
}

/** Items don't fit the schema of their task type. */
export class ValidationFailed extends Error {
  override readonly name = 'ValidationFailed';
  constructor(taskType: string, issues: string) {
    super(`items of ${taskType} are invalid: ${issues}`);
  }
}

/** The name is taken by a task with other content. */
export class TaskConflict extends Error {
  override readonly name = 'TaskConflict';
  constructor(task: TaskName) {
    super(`${the(task)} is there already, with another type or other items. Choose another taskId.`);
  }
}

/** DynamoDB left rows of a batch unwritten, or keys unread, again and again: the table is throttled. */
export class TableThrottled extends Error {
  override readonly name = 'TableThrottled';
}

/** The task's rows are not there: they were deleted, or the execution was started by hand. */
export class TaskMissing extends Error {
  override readonly name = 'TaskMissing';
  constructor(task: TaskName, row: string) {
    super(`there is no ${row} of ${the(task)}. Was the execution started by hand, or the row deleted?`);
  }
}

/** Several items were recorded in the same moment, again and again. A retry with backoff helps. */
export class ProgressContended extends Error {
  override readonly name = 'ProgressContended';
}

/** A processor throws this for what may pass: the state runs the item again, with backoff, before it is recorded as failed. */
export class RetryItem extends Error {
  override readonly name = 'RetryItem';
}

/** A result must fit into the row of its item's outcome. */
export class ResultTooLarge extends Error {
  override readonly name = 'ResultTooLarge';
  constructor(bytes: number, limit: number) {
    super(
      `the result takes ${bytes} bytes as JSON; the limit is ${limit} bytes. Keep large results in S3 and return the key.`,
    );
  }
}
