import { finale as commandsFinale, redelivered } from '@blueprint/test/chaos/finale';
import { openCommands } from '@blueprint/test/chaos/invariants/at-rest';
import { everyRowIsAccountedFor } from './invariants';
import type { MapRun } from './map-run';
import type { ImportWorld } from './world';

/** Redrives of the import's execution after which it counts as stuck. */
const rounds = 5;

/** Nothing goes wrong any more: redrives of the import bring every row to its end, beside those who repair commands. */
export async function finale(world: ImportWorld): Promise<void> {
  world.faults.stop();
  world.boundary.poisoned.clear();
  await world.rest();
  await redriven(world);
  await commandsFinale(world);
  for (let round = 0; round < rounds && !world.runs.every(isOver); round++) {
    await redriven(world);
    if (openCommands(world).length > 0) await commandsFinale(world);
  }
  for (const run of world.runs) everyRowIsAccountedFor(world, run);
  await redelivered(world, [world.chunks, world.endings]);
}

/** A failed row may yet be applied. */
function isOver({ finished }: MapRun): boolean {
  return finished?.pending === 0 && finished.failed === 0;
}

/** The execution of each import fails for good and is redriven, which also looks for what the streams have lost. */
async function redriven(world: ImportWorld): Promise<void> {
  const unfinished = world.runs.filter((run) => !isOver(run));
  await world.resting(Promise.all(unfinished.map((run) => run.finalize(1))));
}
