import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VirtualClock } from './virtual-clock';

describe('a virtual clock', () => {
  test('stands still until it is moved', () => {
    const clock = new VirtualClock(1000);
    clock.setTimeout(() => {}, 500);
    expect(clock.now()).toBe(1000);
    expect(clock.next()).toBe(true);
    expect(clock.now()).toBe(1500);
  });

  test('says when no timer is left', () => {
    const clock = new VirtualClock(0);
    expect(clock.next()).toBe(false);
    expect(clock.due()).toBeUndefined();
  });

  test('runs timers by time, and those of one moment in the order in which they were set', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 60 }), fc.array(fc.nat(59)), (delays, cancelled) => {
        const clock = new VirtualClock(0);
        const fired: number[] = [];
        const timers = delays.map((delay, index) => clock.setTimeout(() => fired.push(index), delay));
        for (const index of cancelled) if (timers[index]) clock.clearTimeout(timers[index]);
        while (clock.next());
        const kept = delays.map((delay, index) => ({ delay, index })).filter(({ index }) => !cancelled.includes(index));
        expect(fired).toEqual(kept.toSorted((a, b) => a.delay - b.delay).map(({ index }) => index));
      }),
    );
  });

  test('moves on by itself no further than to the earliest timer', () => {
    const clock = new VirtualClock(0);
    clock.setTimeout(() => {}, 100);
    clock.advance(1000);
    expect(clock.now()).toBe(100);
  });
});
