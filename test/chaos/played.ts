import type fc from 'fast-check';
import { Property, type Summary } from './property';
import type { Plan } from './shrink';

export interface PropertyOptions {
  /** Sources that take the place of files, by absolute path: how a mutant is made. */
  replaced?: ReadonlyMap<string, string>;
  /** Gets all that happened in each schedule, line by line. */
  onTrace?: (trace: readonly string[]) => void;
}

/** That a protocol holds in a world of its own for each schedule. */
export function played<S extends Plan, W extends { readonly trace: readonly string[] }, R extends Summary>(
  schedules: fc.Arbitrary<S>,
  worldOf: (schedule: S) => W,
  run: (world: W, schedule: S) => Promise<R>,
  { onTrace }: PropertyOptions,
): Property<S, R> {
  return new Property(schedules, (schedule) => {
    const world = worldOf(schedule);
    return run(world, schedule).finally(() => onTrace?.(world.trace));
  });
}
