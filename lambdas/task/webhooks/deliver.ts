import type { Notification } from './notification';
import type { Receiver } from './receivers';
import { sign } from './signature';

/** A receiver that does not answer in this time counts as failed: it must not hold up the others. */
const TIMEOUT_MS = 5_000;

/** The receiver did not take the notification: told without its URL, which may hold credentials. */
export class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';
  constructor({ id, url }: Receiver, what: string) {
    super(`receiver ${id} at ${new URL(url).host} ${what}`);
  }
}

/**
 * Posts a notification, signed. Redirects are not followed: the signature is for the configured receiver.
 *
 * @param key the key of the signatures
 * @throws DeliveryFailed unless the receiver answers 2xx within five seconds
 */
export async function deliver(receiver: Receiver, { deliveryId, body }: Notification, key: string): Promise<void> {
  const { url, authorization } = addressOf(receiver);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const request = {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      'Content-Type': 'application/json',
      'X-Delivery-Id': deliveryId,
      'X-Timestamp': timestamp,
      'X-Signature': sign(key, timestamp, body),
      ...authorization,
    },
    body,
  } as const;
  const response = await fetch(url, request).catch((error: unknown) => {
    throw new DeliveryFailed(receiver, reasonOf(error));
  });
  // Unread bodies keep their connection busy.
  await response.body?.cancel();
  if (!response.ok) throw new DeliveryFailed(receiver, `answered ${response.status}`);
}

/** Of fetch's errors the code alone: their messages may hold the URL. */
function reasonOf(error: unknown): string {
  const { name, cause } = (error ?? {}) as { name?: string; cause?: { code?: string } };
  return name === 'TimeoutError'
    ? `did not answer within ${TIMEOUT_MS} ms`
    : `can't be reached: ${cause?.code ?? name}`;
}

/** `fetch` refuses a URL with credentials: they go where a browser would put them. */
function addressOf({ url }: Receiver): { url: URL; authorization: { Authorization?: string } } {
  const address = new URL(url);
  const { username, password } = address;
  if (username === '' && password === '') return { url: address, authorization: {} };
  address.username = '';
  address.password = '';
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url: address, authorization: { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } };
}
