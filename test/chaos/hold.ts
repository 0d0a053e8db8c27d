import { type Checked, isCounterexample, report, type Summary } from './property';

/** A hang is what this is for: on a busy machine the schedules take many times as long as on a quiet one. */
export const HANG_MS = 30 * 60_000;

/**
 * Runs the schedules of so many seeds, from the first on.
 *
 * @returns what each came to.
 * @throws Error that tells of the first that broke the protocol, and how to run it again.
 */
export async function hold<R extends Summary>(workflow: string, property: Checked<R>, runs: number): Promise<R[]> {
  const results: R[] = [];
  for (let seed = 1; seed <= runs; seed++) {
    const result = await property.check(seed);
    if (isCounterexample(result)) throw new Error(report(workflow, await property.shrunk(seed)));
    results.push(result);
  }
  return results;
}

/** How often each kind of fault struck, over all schedules. */
export function struck(results: readonly Summary[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const { faults } of results) {
    for (const [kind, count] of faults) total.set(kind, (total.get(kind) ?? 0) + count);
  }
  return total;
}
