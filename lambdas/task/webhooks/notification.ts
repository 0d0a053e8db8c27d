import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { TaskChange } from '../stream-record';
import type { Receiver } from './receivers';

const text = z.string().check(z.minLength(1));

/** A message in `notification-queue`: what one receiver is told. */
export const notification = z.object({
  /** The receiver's id; its URL is looked up when the message is sent. */
  receiver: text,
  /** The same for every attempt at telling this receiver of this status: it can drop what it has seen. */
  deliveryId: text,
  /** The JSON that is posted, byte for byte. */
  body: text,
});
export type Notification = z.infer<typeof notification>;

/** A task reaches each status once at most, so the status tells its events apart. */
export function notificationsOf(change: TaskChange, receivers: readonly Receiver[]): Notification[] {
  const { tenantCode, taskId, taskType, itemCount, requestId } = change.key;
  const event = createHash('sha256').update(`${tenantCode}\0${taskId}\0${change.status}`).digest('hex');
  const body = JSON.stringify({
    event: 'task.status',
    tenantCode,
    taskId,
    taskType,
    requestId,
    status: change.status,
    at: change.at,
    itemCount,
    succeeded: change.succeeded,
    failed: change.failed,
    failure: change.failure,
  });
  return receivers.map(({ id }) => ({ receiver: id, deliveryId: `${event.slice(0, 32)}-${id}`, body }));
}
