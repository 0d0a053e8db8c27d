/** A number in [0, 1). */
export type Random = () => number;

/**
 * Chance that a seed repeats exactly. Each purpose draws from its own stream, so that one draw more for latencies does not change
 * the engine's jitter: schedules shrink well only when they stay alike.
 */
export function seeded(seed: number, purpose: string): Random {
  let state = seed | 0;
  // By index: purposes hold whole requests, and a string's iterator takes twice as long.
  for (let at = 0; at < purpose.length; at++) state = Math.imul(state ^ purpose.charCodeAt(at), 0x01000193);
  return () => {
    // mulberry32: 32 bits of state, and good enough for choosing latencies.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` to `high`, both included. */
export const between = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1));

export function pick<T>(random: Random, from: readonly T[]): T | undefined {
  return from[Math.floor(random() * from.length)];
}

export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
