/**
 * The middle of the values, which one slow round does not move; the mean of the two in the middle when their number is even.
 *
 * @throws Error when there are no values
 */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('There is no median of no values.');
  return (lower + upper) / 2;
}

/** Several rounds of one measurement. */
export interface Sample {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @throws Error when there are no values */
export function sampleOf(values: readonly number[]): Sample {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/**
 * The value that so large a share of the values does not exceed, by the nearest rank.
 *
 * @param share 0 < share ≤ 1, e.g. 0.99
 * @throws Error when there are no values
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.ceil(sorted.length * share) - 1];
  if (value === undefined) throw new Error('There is no percentile of no values.');
  return value;
}
