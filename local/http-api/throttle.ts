import type { Clock } from '../stepfunctions';
import type { Stage } from './api';

interface Bucket {
  tokens: number;
  /** When the tokens were counted, in milliseconds since the epoch. */
  at: number;
}

/** The account's quotas, which are the limits of what has none. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const ACCOUNT_RATE = 10_000;
const ACCOUNT_BURST = 5_000;

/**
 * Limits the requests to each route of a stage by a token bucket: it holds the burst and fills at the rate.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export class Throttle {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a token for a request. False: there is none, the request is one too many. */
  admit(apiId: string, stage: Stage, routeKey: string): boolean {
    const own = stage.routeSettings?.[routeKey];
    const byDefault = stage.defaultRouteSettings;
    const rate = own?.throttlingRateLimit ?? byDefault?.throttlingRateLimit ?? ACCOUNT_RATE;
    const burst = own?.throttlingBurstLimit ?? byDefault?.throttlingBurstLimit ?? ACCOUNT_BURST;
    const now = this.#clock.now();
    // With other limits it is another bucket.
    const key = JSON.stringify([apiId, stage.stageName, routeKey, rate, burst]);
    const { tokens, at } = this.#buckets.get(key) ?? { tokens: burst, at: now };
    const filled = Math.min(burst, tokens + ((now - at) / 1000) * rate);
    const admitted = filled >= 1;
    this.#buckets.set(key, { tokens: admitted ? filled - 1 : filled, at: now });
    return admitted;
  }
}
