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
