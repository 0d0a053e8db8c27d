import type { Deployment } from '../deployment';
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
  await world.deploy();
  for (const act of schedule.acts) {
    await world.run(world.clock.now() + act.after);
    await world.do(act);
  }
  await world.rest();
  await finale(world);
  world.engine.close();
  const sum = (count: 'read' | 'applied') => world.runs.reduce((total, run) => total + (run.finished?.[count] ?? 0), 0);
  return {
    subjects: world.runs.length,
    executions: world.executions.size,
    calls: world.boundary.calls,
    faults: world.faults.struck,
    rows: sum('read'),
    applied: sum('applied'),
  };
}
