import type { Deployment } from './deployment';
import { finale } from './finale';
import { play } from './play';
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
  const played = await play(world, schedule.acts, finale);
  return {
    subjects: world.commands.all().length,
    ...played,
  };
}
