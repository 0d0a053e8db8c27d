import { isAwsError } from './errors';

/**
 * Whether an answer to a waiting Task (SendTaskSuccess, SendTaskFailure) found it waiting. It did not when the Task was answered
 * already, timed out, was replaced by a retry, or its execution ended. An answer whose own reply was lost, and that the SDK
 * repeated, finds nobody either.
 *
 * @param taskToken the token that is sent back
 * @throws the AWS error otherwise, with the token blanked out, since messages end up in logs and in the execution's history
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
 */
export async function isAwaited(taskToken: string, answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (isAwsError(error, 'TaskTimedOut', 'InvalidToken', 'TaskDoesNotExist')) return false;
    throw withoutToken(error, taskToken);
  }
}

function withoutToken(error: unknown, token: string): unknown {
  if (!(error instanceof Error) || !error.message.includes(token)) return error;
  const safe = new Error(error.message.replaceAll(token, '<task token>'));
  safe.name = error.name;
  return safe;
}
