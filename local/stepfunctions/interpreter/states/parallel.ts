import { type ParallelState, regionOf } from '../../definition/machine';
import type { Draft } from '../draft';
import type { Branches } from '../execution';
import { dataLimitExceeded, StateFailure } from '../failures';
import { isTooLarge, payload, payloadArray } from '../payload';
import { effectiveInput, evaluate } from '../scope';
import { leave } from '../transition';

/** Starts all branches at once, each with the state's Arguments, or its input. */
export async function startParallel(draft: Draft, id: number, state: ParallelState): Promise<void> {
  const { variables } = draft.thread(id);
  const input = state.arguments
    ? payload(await evaluate(draft, id, state.arguments, 'Arguments'))
    : effectiveInput(draft, id);
  if (isTooLarge(input.text)) throw new StateFailure(dataLimitExceeded(state.name));
  const lastEvent = draft.recordNext(id, 'ParallelStateStarted');
  const running = state.branches.map((region, index) =>
    draft.spawn({
      parent: { thread: id, index },
      region,
      state: regionOf(draft.machine, region).startAt,
      input,
      variables,
      lastEvent,
      activation: null,
    }),
  );
  const begun = running.length;
  const outputs = running.map(() => null);
  draft.work(id, { kind: 'branching', branches: { running, outputs, begun, finished: 0, vacancies: [] } });
}

/** Leaves the state once every branch has finished; the result is the array of their outputs, in order. */
export async function joinParallel(draft: Draft, id: number, state: ParallelState, branches: Branches): Promise<void> {
  if (branches.finished < branches.outputs.length) return;
  await joinBranches(draft, id, state, branches);
}

/** Records that all branches of a Parallel or Map have succeeded, and leaves the state with their outputs. */
export async function joinBranches(
  draft: Draft,
  id: number,
  state: Parameters<typeof leave>[2] & { type: string; name: string },
  { outputs }: Branches,
): Promise<void> {
  const result = payloadArray(outputs.filter((output) => output !== null));
  if (isTooLarge(result.text) && !state.output) throw new StateFailure(dataLimitExceeded(state.name));
  // AWS lets the exit follow the last branch, not this event, but a failure to leave follows it.
  const succeeded = draft.record(`${state.type}StateSucceeded`, draft.thread(id).lastEvent);
  try {
    await leave(draft, id, state, result, { result: result.value });
  } catch (error) {
    draft.follow(id, succeeded);
    throw error;
  }
}
