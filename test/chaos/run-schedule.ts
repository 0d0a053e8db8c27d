import type { Deployment } from './deployment';
import { finale } from './finale';
import type { Summary } from './property';
import type { Schedule } from './world/schedule';
import { World } from './world/world';

/**
 * Runs a schedule to its end and checks that the protocol held, at every step and at the end.
 *
 * @throws Violation when it did not
 */
export async function runSchedule(
  deployment: Deployment,
  schedule: Schedule,
  world = new World(deployment, schedule),
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
    subjects: world.commands.all().length,
    executions: world.executions.size,
    calls: world.boundary.calls,
    faults: world.faults.struck,
  };
}
