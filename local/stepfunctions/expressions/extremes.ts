/**
 * The least number of a list that has one at all.
 *
 * A call takes some 100,000 arguments at most, so the numbers are none; the same goes for `greatest`.
 */
export function least(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b));
}

/** The greatest number of a list that has one at all. */
export function greatest(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.max(a, b));
}
