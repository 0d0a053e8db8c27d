import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { isAwsError } from '../platform/errors';
import { backOff } from '../platform/pause';
import { Contended } from './errors';

/** One write of a transaction. */
export type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const MAX_ATTEMPTS = 6;
/** Someone else is writing one of the items, or its partition takes no more for now: the same transaction may pass a moment later. */
const PASSING = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded', 'RequestLimitExceeded'];

/**
 * Writes all of the actions, or none.
 *
 * @returns the positions of the actions whose conditions did not hold; none when everything was written
 * @throws Contended when other writers or throttling keep it from passing
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export async function transact(client: DynamoDBDocumentClient, actions: readonly Action[]): Promise<number[]> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: [...actions] }));
      return [];
    } catch (error) {
      if (!isAwsError(error, 'TransactionCanceledException')) throw error;
      const reasons = (error as TransactionCanceledException).CancellationReasons ?? [];
      const failed = reasons.flatMap(({ Code }, index) => (Code === 'ConditionalCheckFailed' ? [index] : []));
      if (failed.length > 0) return failed;
      if (!reasons.some(({ Code }) => PASSING.includes(Code ?? ''))) throw error;
    }
    await backOff(attempt);
  }
  throw new Contended(`A transaction of ${actions.length} writes was refused ${MAX_ATTEMPTS} times. It comes again.`);
}
