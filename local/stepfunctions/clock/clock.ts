/** What `setTimeout` returns, to be given back to `clearTimeout`. Opaque. */
export type TimerHandle = unknown;

/**
 * Where the engine takes its time from. Nothing in the engine reads the machine's clock or sets its timers directly, so
 * on a virtual clock a wait of a day costs nothing and a run can be repeated exactly.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `fn` once, `ms` milliseconds from now; never before `setTimeout` has returned. */
  setTimeout(fn: () => void, ms: number): TimerHandle;
  clearTimeout(timer: TimerHandle): void;
}
