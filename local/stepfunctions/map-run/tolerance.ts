import type { MapRunCounts } from './counts';

/** How many items may fail. Where neither is said, none may. */
export interface Tolerance {
  toleratedFailureCount?: number;
  toleratedFailurePercentage?: number;
}

/**
 * Whether more has failed than is tolerated. What part of all items has failed is known only when all items are.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold
 */
export function exceedsTolerance(
  { toleratedFailureCount: count, toleratedFailurePercentage: percentage }: Tolerance,
  counts: MapRunCounts,
  allFound: boolean,
): boolean {
  const failed = counts.failedItems;
  if (failed === 0) return false;
  if (count === undefined && percentage === undefined) return true;
  if (count !== undefined && failed > count) return true;
  return percentage !== undefined && allFound && (100 * failed) / counts.items.total > percentage;
}
