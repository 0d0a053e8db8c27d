import type { JsonObject, JsonValue } from './json';

/**
 * One entry of `Retry`. Units: seconds.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error
 */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  /** Before the first retry; 1 when absent. */
  readonly IntervalSeconds?: number;
  /** 3 when absent; 0 means that these errors are never retried. */
  readonly MaxAttempts?: number;
  /** By how much the interval grows at each retry; 2.0 when absent. */
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
  readonly Comment?: string;
}

/**
 * One entry of `Catch`. In JSONata, what the next state gets is said by `Output`; there is no `ResultPath`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states
 */
export interface Catcher<K> {
  readonly ErrorEquals: readonly string[];
  readonly Next: K;
  readonly Output?: JsonValue;
  readonly Assign?: JsonObject;
  readonly Comment?: string;
}
