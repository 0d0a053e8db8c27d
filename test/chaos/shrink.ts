import type { Fault } from './world/faults';

/** What a schedule is made of, whatever its acts are. */
export interface Plan {
  /** Of latencies, jitter and everything else that is left to chance. */
  seed: number;
  acts: { do: string; after: number }[];
  faults: Fault[];
  /** Where each schedule has a state machine of its own. */
  definition?: object;
}

/**
 * Looks for a smaller schedule that fails too, by leaving things out: halves first, then single acts and faults. (fast-check's own
 * shrinking keeps what comes first and makes numbers smaller; here what matters is which few things have to meet.)
 *
 * @param runs how many schedules may be tried
 */
export async function shrink<S extends Plan>(
  schedule: S,
  runs: number,
  fails: (candidate: S) => Promise<boolean>,
): Promise<S> {
  let smallest = schedule;
  let left = runs;
  for (let size = largestPart(smallest); size >= 1; size = Math.floor(size / 2)) {
    let at = 0;
    for (let candidate = without(smallest, at, size); candidate; candidate = without(smallest, at, size)) {
      if (left-- <= 0) return smallest;
      if (await fails(candidate)) smallest = candidate;
      else at += size;
    }
  }
  return smallest;
}

const largestPart = ({ acts, faults }: Plan): number => Math.max(1, Math.floor((acts.length + faults.length) / 2));

/** The schedule without `count` of its acts and faults from `at` on; the pause before an act that is left out stays. */
function without<S extends Plan>(schedule: S, at: number, count: number): S | undefined {
  const { acts, faults } = schedule;
  if (at >= acts.length + faults.length) return undefined;
  const kept: Plan['acts'] = [];
  let pause = 0;
  for (const [index, act] of acts.entries()) {
    if (index >= at && index < at + count) pause += act.after;
    else kept.push({ ...act, after: act.after + pause });
    if (index < at || index >= at + count) pause = 0;
  }
  const from = Math.max(0, at - acts.length);
  const until = Math.max(0, at + count - acts.length);
  return { ...schedule, acts: kept, faults: faults.filter((_, index) => index < from || index >= until) };
}
