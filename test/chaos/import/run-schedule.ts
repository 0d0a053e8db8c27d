import type { Deployment } from '../deployment';
import { play } from '../play';
import type { Summary } from '../property';
import { finale } from './finale';
import type { Schedule } from './schedule';
import { ImportWorld } from './world';

/** What a schedule of imports came to. */
export interface ImportSummary extends Summary {
  /** Of all files. */
  rows: number;
  applied: number;
}

/**
 * Runs a schedule to its end and checks that no row was lost or applied twice, and that the protocol of commands held.
 *
 * @throws Violation when it did not
 */
export async function runSchedule(
  deployment: Deployment,
  schedule: Schedule,
  world = new ImportWorld(deployment, schedule),
): Promise<ImportSummary> {
  const played = await play(world, schedule.acts, finale);
  const sum = (count: 'read' | 'applied') => world.runs.reduce((total, run) => total + (run.finished?.[count] ?? 0), 0);
  return {
    subjects: world.runs.length,
    ...played,
    rows: sum('read'),
    applied: sum('applied'),
  };
}
