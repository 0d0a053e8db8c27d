import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { isAwsError } from '../platform/errors';
import { pause } from '../platform/pause';
import { ProgressContended, TaskMissing } from './errors';
import { outcomeKey, progressKey, type TaskName } from './keys';

/** How an item ended. */
export type Outcome = { status: 'succeeded'; result: unknown } | Failed;
export interface Failed {
  status: 'failed';
  error: string;
  cause: string;
  /** Whether the cause is for operators only. */
  internal?: true;
}

/** The error of an item that was not run because its task's time was over. */
export const TIMED_OUT = 'TaskTimedOut';

const MAX_WRITES = 5;
const ERROR_LIMIT = 200;
const CAUSE_LIMIT = 1_000;

/**
 * Writes the outcome of an item and counts it, both or neither, and only if the item has no outcome: repeats, late runs and runs
 * beside each other leave one outcome and an exact count. Items that end in the same moment meet on the row of the counts, where
 * DynamoDB refuses one of them: that one tries again.
 *
 * @param ttl epoch seconds at which the outcome may expire
 * @returns false when the item had an outcome
 * @throws TaskMissing when the task's counts are gone; ProgressContended when the row was busy five times
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
export async function recordOutcome(
  client: DynamoDBDocumentClient,
  table: string,
  { item, ...task }: TaskName & { item: number },
  outcome: Outcome,
  ttl: number,
): Promise<boolean> {
  const transaction = recording(table, task, item, outcome, ttl);
  for (let write = 1; ; write++) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: transaction }));
      return true;
    } catch (error) {
      const [ofOutcome, ofCount] = cancellationCodes(error);
      if (ofOutcome === 'ConditionalCheckFailed') return false;
      if (ofCount === 'ConditionalCheckFailed') throw new TaskMissing(task, 'progress');
      if (ofOutcome !== 'TransactionConflict' && ofCount !== 'TransactionConflict') throw error;
      if (write === MAX_WRITES) {
        throw new ProgressContended(
          `item ${item} of task ${task.taskId} met others on the row of the counts ${write} times.`,
        );
      }
    }
    await pause(50 * 2 ** write);
  }
}

function recording(
  table: string,
  task: TaskName,
  item: number,
  outcome: Outcome,
  ttl: number,
): NonNullable<TransactWriteCommandInput['TransactItems']> {
  const counted = [outcome.status, ...(outcome.status === 'failed' && outcome.error === TIMED_OUT ? ['timedOut'] : [])];
  return [
    {
      Put: {
        TableName: table,
        Item: { ...outcomeKey(task, item), item, ...shortened(outcome), at: new Date().toISOString(), ttl },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    {
      Update: {
        TableName: table,
        Key: progressKey(task),
        UpdateExpression: `SET ${counted.map((name) => `#${name} = #${name} + :one`).join(', ')}`,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: Object.fromEntries(counted.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: { ':one': 1 },
      },
    },
  ];
}

function shortened(outcome: Outcome): Outcome {
  if (outcome.status === 'succeeded') return outcome;
  return { ...outcome, error: outcome.error.slice(0, ERROR_LIMIT), cause: outcome.cause.slice(0, CAUSE_LIMIT) };
}

/** Why each action of a transaction was refused, in their order; empty when the transaction was not cancelled. */
function cancellationCodes(error: unknown): readonly (string | undefined)[] {
  if (!isAwsError(error, 'TransactionCanceledException')) return [];
  const { CancellationReasons = [] } = error as { CancellationReasons?: { Code?: string }[] };
  return CancellationReasons.map(({ Code }) => Code);
}
