import type { Summary } from '../property';
import type { Deployment } from './deployment';
import { finale } from './finale';
import type { Schedule } from './schedule';
import { TaskWorld } from './world';

/**
 * Runs a schedule to its end and checks that I6 held, at every step and at the end.
 *
 * @throws Violation when it did not
 */
export async function runSchedule(
  deployment: Deployment,
  schedule: Schedule,
  world = new TaskWorld(deployment, schedule),
): Promise<Summary> {
  await world.deploy();
  for (const act of schedule.acts) {
    await world.run(world.clock.now() + act.after);
    await world.do(act);
  }
  await world.rest();
  await finale(world);
  world.engine.close();
  return {
    subjects: world.rows.all().length,
    executions: world.executions.size,
    calls: world.boundary.calls,
    faults: world.faults.struck,
  };
}
