import { SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isAwsError } from '../platform/errors';
import type { Waiter } from './rows';

/**
 * Ends the wait of a `wait_prev_command`: its output is the waiting command's key.
 *
 * @returns false when nobody waits for this token any more: woken already, timed out, or replaced by a retry of the state
 * @throws the AWS error otherwise, with the token blanked out, since messages end up in logs and in the execution's history
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
 */
export async function wake(client: SFNClient, waiter: Pick<Waiter, 'taskToken' | 'key'>): Promise<boolean> {
  try {
    await client.send(new SendTaskSuccessCommand({ taskToken: waiter.taskToken, output: JSON.stringify(waiter.key) }));
    return true;
  } catch (error) {
    if (isAwsError(error, 'TaskTimedOut', 'InvalidToken', 'TaskDoesNotExist')) return false;
    throw withoutToken(error, waiter.taskToken);
  }
}

function withoutToken(error: unknown, token: string): unknown {
  if (!(error instanceof Error) || !error.message.includes(token)) return error;
  const safe = new Error(error.message.replaceAll(token, '<task token>'));
  safe.name = error.name;
  return safe;
}
