import type { Retrier } from '../definition/machine';
import type { Draft } from './draft';
import type { Failure } from './execution';
import { matches } from './failures';

/**
 * How long to wait before the state is tried again, in milliseconds; undefined when no retrier takes the failure or the
 * one that takes it is used up. Counts the retry.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error
 */
export function retryDelay(draft: Draft, id: number, retriers: Retrier[], failure: Failure): number | undefined {
  const index = retriers.findIndex(({ errorEquals }) => matches(errorEquals, failure));
  const retrier = retriers[index];
  if (!retrier) return undefined;
  const { attempts, retryCount } = draft.activation(id);
  const used = attempts[index] ?? 0;
  if (used >= retrier.maxAttempts) {
    draft.observer?.retry(index, failure, undefined);
    return undefined;
  }
  draft.activate(id, {
    retryCount: retryCount + 1,
    attempts: retriers.map((_, other) => (attempts[other] ?? 0) + (other === index ? 1 : 0)),
  });
  const delay = delayMs(retrier, used, draft.random);
  draft.observer?.retry(index, failure, delay);
  return delay;
}

function delayMs(retrier: Retrier, used: number, random: () => number): number {
  const { intervalSeconds, backoffRate, maxDelaySeconds = Number.POSITIVE_INFINITY, jitter } = retrier;
  const seconds = Math.min(intervalSeconds * backoffRate ** used, maxDelaySeconds, LONGEST_DELAY_SECONDS);
  return Math.round(seconds * 1000 * (jitter ? random() : 1));
}

/** An execution lasts a year at most, so a longer delay makes no difference. */
const LONGEST_DELAY_SECONDS = 31_536_000;
