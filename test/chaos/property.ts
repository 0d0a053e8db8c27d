import fc from 'fast-check';
import type { Deployment } from './deployment';
import { runSchedule, type Summary } from './run-schedule';
import { shrink } from './shrink';
import type { Schedule } from './world/schedule';
import { schedules } from './world/themes';

/** How many schedules are tried to find a smaller one that fails. */
const shrinkRuns = 150;

/** A schedule that broke the protocol. */
export interface Counterexample {
  seed: number;
  schedule: Schedule;
  error: unknown;
}

/** The schedule that a seed stands for. Each has a seed of its own, so that it can be run alone. */
export function scheduleOf(seed: number): Schedule {
  const [schedule] = fc.sample(fc.noBias(schedules), { seed, numRuns: 1 });
  if (!schedule) throw new Error(`fast-check made no schedule of seed ${seed}`);
  return schedule;
}

/** Runs the schedule of a seed. */
export async function checkSeed(deployment: Deployment, seed: number): Promise<Summary | Counterexample> {
  const schedule = scheduleOf(seed);
  try {
    return await runSchedule(deployment, schedule);
  } catch (error) {
    return { seed, schedule, error };
  }
}

/** A counterexample with as little in it as could be found. */
export async function shrunk(deployment: Deployment, { seed, schedule }: Counterexample): Promise<Counterexample> {
  const errorOf = (candidate: Schedule) =>
    runSchedule(deployment, candidate).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
  const smallest = await shrink(schedule, shrinkRuns, async (candidate) => (await errorOf(candidate)) !== undefined);
  return { seed, schedule: smallest, error: (await errorOf(smallest))?.error };
}

export const isCounterexample = (result: Summary | Counterexample): result is Counterexample => 'schedule' in result;

/** What a person needs to see it again. */
export function report({ seed, schedule, error }: Counterexample): string {
  const line = (thing: object) => `  ${JSON.stringify(thing)}`;
  return [
    `The protocol did not hold: ${messageOf(error)}`,
    `To see it happen: npm run test:chaos -- --seed ${seed} --trace`,
    `Acts:`,
    ...schedule.acts.map(line),
    `Faults:`,
    ...schedule.faults.map(line),
  ].join('\n');
}

/** Violations speak for themselves; anything else is a mistake in the simulation and needs its stack. */
function messageOf(error: unknown): string {
  const { name, message, stack } = error as Error;
  return name === 'Violation' ? message : String(stack ?? error);
}
