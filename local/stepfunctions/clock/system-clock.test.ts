import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { SystemClock } from './system-clock';

const DAY = 24 * 60 * 60 * 1000;

describe('the system clock', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('keeps delays beyond the 24.8 days of Node timers', () => {
    const clock = new SystemClock();
    let fired = 0;
    clock.setTimeout(() => fired++, 60 * DAY);
    jest.advanceTimersByTime(59 * DAY);
    expect(fired).toBe(0);
    jest.advanceTimersByTime(DAY);
    expect(fired).toBe(1);
  });

  test('is never early, where Node’s timers are', () => {
    const began = Date.now();
    const fired: number[] = [];
    const clock = new SystemClock();
    clock.setTimeout(() => fired.push(Date.now() - began), 5);
    // As when a timer counts by another clock, which has gone a millisecond further.
    jest.setSystemTime(began - 1);
    jest.advanceTimersByTime(5);
    expect(fired).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(fired).toEqual([5]);
  });

  test('forgets a cleared timer, however long', () => {
    const clock = new SystemClock();
    let fired = 0;
    const timer = clock.setTimeout(() => fired++, 60 * DAY);
    jest.advanceTimersByTime(30 * DAY);
    clock.clearTimeout(timer);
    jest.advanceTimersByTime(60 * DAY);
    expect(fired).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });
});
