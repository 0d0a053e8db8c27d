import { isAwsError } from './errors';

/**
 * Resolves to undefined when the condition of a write did not hold; any other error is thrown on. A write whose answer was lost
 * and that the SDK repeated ends here as well: what "did not hold" means is for the caller to find out.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
export async function ifConditionHolds<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (isAwsError(error, 'ConditionalCheckFailedException')) return undefined;
    throw error;
  }
}
