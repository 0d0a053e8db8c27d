import type { Deployment } from './deployment';
import { finale } from './finale';
import type { Schedule } from './world/schedule';
import { World } from './world/world';

/** What a schedule cost and what struck it. */
export interface Summary {
  commands: number;
  executions: number;
  calls: number;
  faults: ReadonlyMap<string, number>;
}

/**
 * Runs a schedule to its end and checks that the protocol held, at every step and at the end.
 *
 * @throws Violation when it did not
 */
export async function runSchedule(deployment: Deployment, schedule: Schedule, world = new World(deployment, schedule)) {
  await world.deploy();
  for (const act of schedule.acts) {
    await world.run(world.clock.now() + act.after);
    await world.do(act);
  }
  await world.rest();
  await finale(world);
  world.engine.close();
  return {
    commands: world.commands.all().length,
    executions: world.executions.size,
    calls: world.boundary.calls,
    faults: world.faults.struck,
  };
}
