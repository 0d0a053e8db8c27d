import type { Clock, TimerHandle } from './clock';

interface VirtualTimer {
  due: number;
  order: number;
  fn: () => void;
  cancelled: boolean;
}

const before = (a: VirtualTimer, b: VirtualTimer) => a.due < b.due || (a.due === b.due && a.order < b.order);

/**
 * A clock that stands still until `next()` is called, which moves it to the earliest timer and runs that one. Timers due
 * at the same millisecond run in the order in which they were set.
 */
export class VirtualClock implements Clock {
  /** A binary heap, the earliest timer first. */
  private readonly heap: VirtualTimer[] = [];
  private order = 0;

  /** @param time where the clock starts, in milliseconds since the epoch. */
  constructor(private time: number) {}

  now(): number {
    return this.time;
  }

  setTimeout(fn: () => void, ms: number): TimerHandle {
    const timer = { due: this.time + Math.max(0, ms), order: this.order++, fn, cancelled: false };
    this.push(timer);
    return timer;
  }

  clearTimeout(timer: TimerHandle): void {
    (timer as VirtualTimer).cancelled = true;
  }

  /** Moves to the earliest timer and runs it. False, and nothing happens, when no timer is set. */
  next(): boolean {
    const timer = this.earliest();
    if (!timer) return false;
    this.pop();
    this.time = timer.due;
    timer.fn();
    return true;
  }

  /** When the earliest timer is due, in milliseconds since the epoch; undefined when none is set. */
  due(): number | undefined {
    return this.earliest()?.due;
  }

  /** Moves the clock on without running anything, at most up to the earliest timer. */
  advance(ms: number): void {
    this.time = Math.min(this.time + ms, this.earliest()?.due ?? Number.POSITIVE_INFINITY);
  }

  private earliest(): VirtualTimer | undefined {
    while (this.heap[0]?.cancelled) this.pop();
    return this.heap[0];
  }

  private push(timer: VirtualTimer): void {
    let at = this.heap.length;
    this.heap.push(timer);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = this.heap[parentAt];
      if (!parent || !before(timer, parent)) break;
      this.heap[at] = parent;
      at = parentAt;
    }
    this.heap[at] = timer;
  }

  private pop(): void {
    const last = this.heap.pop();
    if (!last || this.heap.length === 0) return;
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      let child = this.heap[childAt];
      if (!child) break;
      const right = this.heap[childAt + 1];
      if (right && before(right, child)) {
        child = right;
        childAt += 1;
      }
      if (!before(child, last)) break;
      this.heap[at] = child;
      at = childAt;
    }
    this.heap[at] = last;
  }
}
