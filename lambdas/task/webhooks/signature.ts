import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds that a receiver should accept between the timestamp and its own clock. */
const TOLERANCE_SECONDS = 300;

/**
 * The value of `X-Signature`: HMAC-SHA256 over `<timestamp>.<body>`, so that neither can be changed, nor an old body sent again
 * under a new time.
 *
 * @param key the key that sender and receivers share
 * @param timestamp the value of `X-Timestamp`: epoch seconds when the request was made
 * @param body the request's body as it is sent
 */
export function sign(key: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** What a receiver has got. */
export interface SignedRequest {
  /** `X-Signature`. */
  signature: string;
  /** `X-Timestamp`. */
  timestamp: string;
  /** The body as it came, before anything parses it. */
  body: string;
}

/**
 * For receivers: whether a request was signed with the key, not long ago. Compares in constant time.
 *
 * @param now epoch seconds of the receiver's clock
 * @param toleranceSeconds how old, or how far ahead, a request may be
 */
export function verifySignature(
  key: string,
  { signature, timestamp, body }: SignedRequest,
  now: number = Date.now() / 1000,
  toleranceSeconds: number = TOLERANCE_SECONDS,
): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > toleranceSeconds) return false;
  const expected = Buffer.from(sign(key, timestamp, body));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
