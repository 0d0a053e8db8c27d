import fc from 'fast-check';
import { type Plan, shrink } from './shrink';

/** How many schedules are tried to find a smaller one that fails. */
const shrinkRuns = 150;

/** What a schedule cost and what struck it. */
export interface Summary {
  /** What the schedules are about: commands, tasks, or imports. */
  subjects: number;
  executions: number;
  calls: number;
  faults: ReadonlyMap<string, number>;
}

/** A schedule that broke the protocol. */
export interface Counterexample {
  seed: number;
  schedule: Plan;
  error: unknown;
}

/** What can be asked of a property, whatever its schedules are. */
export interface Checked<R extends Summary = Summary> {
  check(seed: number): Promise<R | Counterexample>;
  shrunk(seed: number): Promise<Counterexample>;
}

/** That a protocol holds, whatever is on the schedule. */
export class Property<S extends Plan, R extends Summary = Summary> implements Checked<R> {
  /**
   * @param schedules the schedules to draw from
   * @param run runs one of them, and throws when the protocol did not hold
   */
  constructor(
    protected readonly schedules: fc.Arbitrary<S>,
    protected readonly run: (schedule: S) => Promise<R>,
  ) {}

  /** The schedule that a seed stands for. Each has a seed of its own, so that it can be run alone. */
  scheduleOf(seed: number): S {
    const [schedule] = fc.sample(fc.noBias(this.schedules), { seed, numRuns: 1 });
    if (!schedule) throw new Error(`fast-check made no schedule of seed ${seed}`);
    return schedule;
  }

  /** Runs the schedule of a seed. */
  async check(seed: number): Promise<R | Counterexample> {
    const schedule = this.scheduleOf(seed);
    try {
      return await this.run(schedule);
    } catch (error) {
      return { seed, schedule, error };
    }
  }

  /** The counterexample that a seed stands for, with as little in it as could be found. */
  async shrunk(seed: number): Promise<Counterexample> {
    const errorOf = (candidate: S) =>
      this.run(candidate).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
    const fails = async (candidate: S) => (await errorOf(candidate)) !== undefined;
    const smallest = await shrink(this.scheduleOf(seed), shrinkRuns, fails);
    return { seed, schedule: smallest, error: (await errorOf(smallest))?.error };
  }
}

export const isCounterexample = (result: Summary | Counterexample): result is Counterexample => 'schedule' in result;

/** What a person needs to see it again. */
export function report(workflow: string, { seed, schedule, error }: Counterexample): string {
  const line = (thing: object) => `  ${JSON.stringify(thing)}`;
  const { acts, faults, definition } = schedule;
  return [
    `The protocol did not hold: ${messageOf(error)}`,
    `To see it happen: npm run test:chaos -- --workflow ${workflow} --seed ${seed} --trace`,
    `Acts:`,
    ...acts.map(line),
    `Faults:`,
    ...faults.map(line),
    ...(definition === undefined ? [] : ['Definition:', line(definition)]),
  ].join('\n');
}

/** Violations speak for themselves; anything else is a mistake in the simulation and needs its stack. */
function messageOf(error: unknown): string {
  const { name, message, stack } = error as Error;
  return name === 'Violation' ? message : String(stack ?? error);
}
