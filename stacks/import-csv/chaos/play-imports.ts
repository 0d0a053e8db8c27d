import { play } from '@blueprint/test/chaos/play';
import type { Summary } from '@blueprint/test/chaos/property';
import { finale } from './finale';
import type { Act } from './schedule';
import type { ImportWorld } from './world';

/** What a schedule of imports came to. */
export interface ImportSummary extends Summary {
  /** Of all files. */
  rows: number;
  applied: number;
}

/** Plays a schedule of imports to its end, and counts the rows. @throws Violation when something did not hold */
export async function playImports(world: ImportWorld, acts: readonly Act[]): Promise<ImportSummary> {
  const played = await play(world, acts, finale);
  const sum = (count: 'read' | 'applied') => world.runs.reduce((total, run) => total + (run.finished?.[count] ?? 0), 0);
  return { ...played, rows: sum('read'), applied: sum('applied') };
}
