import { play } from '@blueprint/test/chaos/play';
import { type PropertyOptions, played } from '@blueprint/test/chaos/played';
import { deploy } from './deployment';
import { finale } from './finale';
import { schedules } from './schedules';
import { TaskWorld } from './world';

/** That every item of a task is recorded once. */
export async function property(options: PropertyOptions = {}) {
  const deployment = await deploy(options.replaced);
  return played(
    schedules,
    (schedule) => new TaskWorld(deployment, schedule),
    (world, { acts }) => play(world, acts, finale),
    options,
  );
}
