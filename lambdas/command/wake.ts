import { SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isAwaited } from '../platform/task-token';
import type { Waiter } from './rows';

/**
 * Ends the wait of a `wait_prev_command`: its output is the waiting command's key.
 *
 * @returns false when nobody waits for this token any more: woken already, timed out, or replaced by a retry of the state
 * @throws the AWS error otherwise, without the token
 */
export function wake(client: SFNClient, { taskToken, key }: Pick<Waiter, 'taskToken' | 'key'>): Promise<boolean> {
  return isAwaited(taskToken, client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(key) })));
}
