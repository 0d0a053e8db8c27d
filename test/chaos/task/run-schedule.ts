import { play } from '../play';
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
  const played = await play(world, schedule.acts, finale);
  return {
    subjects: world.rows.all().length,
    ...played,
  };
}
