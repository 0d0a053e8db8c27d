import type { Summary } from './property';
import type { Simulation } from './world/simulation';

/** A simulation that a schedule can be played in. */
export interface Stage<A> extends Simulation {
  /** How many there are of what its schedules are about. */
  readonly subjects: number;
  readonly executions: { readonly size: number };
  readonly boundary: { readonly calls: number };
  readonly faults: { readonly struck: ReadonlyMap<string, number> };
  deploy(): Promise<void>;
  do(act: A): Promise<void>;
}

/**
 * Plays a schedule to its end and checks what must hold then; what must hold at every step, the stage checks itself.
 *
 * @param finale throws when something does not hold
 * @throws Violation when something did not hold
 */
export async function play<A extends { after: number }, S extends Stage<A>>(
  stage: S,
  acts: readonly A[],
  finale: (stage: S) => Promise<void> | void,
): Promise<Summary> {
  await stage.deploy();
  for (const act of acts) {
    await stage.run(stage.clock.now() + act.after);
    await stage.do(act);
  }
  await stage.rest();
  await finale(stage);
  stage.engine.close();
  const { subjects, executions, boundary, faults } = stage;
  return { subjects, executions: executions.size, calls: boundary.calls, faults: faults.struck };
}
