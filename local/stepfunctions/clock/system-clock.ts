import type { Clock, TimerHandle } from './clock';

/** The longest delay Node's timers keep; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

class SystemTimer {
  private timeout: NodeJS.Timeout | undefined;

  constructor(
    private readonly fn: () => void,
    private readonly due: number,
  ) {
    this.wait();
  }

  cancel(): void {
    clearTimeout(this.timeout);
  }

  /** As often as it takes: Node's timers end after their limit, and now and then a millisecond early. */
  private wait(): void {
    const left = Math.max(0, this.due - Date.now());
    const look = () => (Date.now() < this.due ? this.wait() : this.fn());
    this.timeout = setTimeout(look, Math.min(left, LONGEST_TIMER_MS));
  }
}

/** The machine's own clock. Delays may be longer than Node's limit of 24.8 days: a Wait state may last a year. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  setTimeout(fn: () => void, ms: number): TimerHandle {
    return new SystemTimer(fn, Date.now() + ms);
  }

  clearTimeout(timer: TimerHandle): void {
    if (timer instanceof SystemTimer) timer.cancel();
  }
}
