import { deploy } from './deployment';
import { checkSeed, isCounterexample, report, shrunk } from './property';
import { runSchedule } from './run-schedule';
import { World } from './world/world';

/** Runs the schedule of one seed, shrinks it if it fails, and prints all that happened in the smallest that was found. */
export async function traceSeed(seed: number): Promise<void> {
  const deployment = await deploy();
  const result = await checkSeed(deployment, seed);
  if (!isCounterexample(result)) {
    console.log(`Seed ${seed} holds: ${result.commands} commands, ${result.calls} AWS calls.`);
    return;
  }
  const smallest = await shrunk(deployment, result);
  const world = new World(deployment, smallest.schedule);
  await runSchedule(deployment, smallest.schedule, world).catch(() => undefined);
  console.log(world.trace.join('\n'));
  console.error(report(smallest));
  process.exitCode = 1;
}
