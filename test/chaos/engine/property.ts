import { scenarios } from '@blueprint/local/stepfunctions/testing/fuzz/scenarios';
import { run, type Scenario } from '@blueprint/local/stepfunctions/testing/fuzz/trial';
import fc from 'fast-check';
import { type Counterexample, Property, type Summary } from '../property';
import type { Plan } from '../shrink';

/** A random definition with all that happens to an execution of it; what strikes it is drawn from the seed. */
export type EngineSchedule = Scenario & Plan;

const schedules: fc.Arbitrary<EngineSchedule> = scenarios.map((scenario) => ({ ...scenario, faults: [] }));

async function runSchedule(schedule: EngineSchedule, onTrace?: (trace: readonly string[]) => void): Promise<Summary> {
  const { executions, calls, trace } = await run(schedule);
  onTrace?.(trace);
  return { subjects: 1, executions, calls, faults: new Map(schedule.acts.map(({ do: what }) => [what, 1])) };
}

/** That the engine comes to an end with any definition, or refuses it, and leaves nothing behind. */
export class EngineProperty extends Property<EngineSchedule> {
  /** @param onTrace gets the histories of each schedule */
  constructor(
    onTrace?: (trace: readonly string[]) => void,
    run: (schedule: EngineSchedule) => Promise<Summary> = (schedule) => runSchedule(schedule, onTrace),
  ) {
    super(schedules, run);
  }

  /** Makes the definition smaller, too: fast-check knows how it was made. */
  override async shrunk(seed: number): Promise<Counterexample> {
    const holds = fc.asyncProperty(fc.noBias(this.schedules), async (schedule) => {
      await this.run(schedule);
    });
    const { counterexample, errorInstance } = await fc.check(holds, { seed, numRuns: 1 });
    const [schedule = this.scheduleOf(seed)] = counterexample ?? [];
    return { seed, schedule, error: errorInstance };
  }
}
