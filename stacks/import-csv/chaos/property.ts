import { type PropertyOptions, played } from '@blueprint/test/chaos/played';
import { deploy } from './deployment';
import { playImports } from './play-imports';
import { schedules } from './schedules';
import { ImportWorld } from './world';

/** That every row of a file is accounted for. */
export async function property(options: PropertyOptions = {}) {
  const deployment = await deploy(options.replaced);
  return played(
    schedules,
    (schedule) => new ImportWorld(deployment, schedule),
    (world, { acts }) => playImports(world, acts),
    options,
  );
}
