import type { VirtualClock } from '../stepfunctions';

/** Enough for any test here; a loop that never ends is reported instead of hanging. */
const MAX_TIMERS = 10_000;

/** Lets everything that is ready happen; timers stay as they are. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}

/** Runs timers in their order until the condition holds. Throws when there is nothing left to run. */
export async function runUntil(clock: VirtualClock, condition: () => boolean): Promise<void> {
  for (let timers = 0; timers < MAX_TIMERS; timers++) {
    await settle();
    if (condition()) return;
    if (!clock.next()) throw new Error('No timer is left, and the condition does not hold.');
  }
  throw new Error(`The condition does not hold after ${MAX_TIMERS} timers.`);
}

/** Runs every timer that is due within the time, then stands at its end. */
export async function runFor(clock: VirtualClock, ms: number): Promise<void> {
  const end = clock.now() + ms;
  await settle();
  for (let due = clock.due(); due !== undefined && due <= end; due = clock.due()) {
    clock.next();
    await settle();
  }
  clock.advance(end - clock.now());
}
