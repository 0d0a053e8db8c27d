import type { Draft } from './draft';
import { stopWork } from './finish';

/** The states for which AWS records that they were aborted. */
const RECORDED = new Set(['Task', 'Wait', 'Parallel', 'Map']);

/**
 * Ends the branches of a Parallel or Map state, because one of them or the state itself has failed. Their threads
 * remain, stopped: a redrive goes on from them.
 *
 * @param parent the thread that is in the Parallel or Map state; nothing happens when it is in another.
 * @param previousEvent the event that shows the failure.
 * @param failed the thread of the branch that failed, if it was one.
 */
export function abortBranches(draft: Draft, parent: number, previousEvent: number, failed?: number): void {
  const { work } = draft.activation(parent);
  if (work.kind !== 'branching') return;
  const { running } = work.branches;
  const { name, type } = draft.state(parent);
  for (const branch of running) {
    const index = draft.thread(branch).parent?.index ?? 0;
    const ended = branch === failed ? 'MapIterationFailed' : 'MapIterationAborted';
    if (type === 'Map') draft.record(ended, previousEvent, { name, index });
    abortThread(draft, branch, previousEvent, branch === failed);
  }
  draft.follow(parent, previousEvent);
}

function abortThread(draft: Draft, id: number, previousEvent: number, failed: boolean): void {
  draft.dequeue(id);
  const { activation } = draft.thread(id);
  if (!activation) return;
  const { work } = activation;
  // The branches of a state that failed by itself were aborted when it did.
  if (!failed && work.kind === 'branching') {
    for (const branch of work.branches.running) abortThread(draft, branch, previousEvent, false);
  }
  const { type } = draft.state(id);
  if (type === 'Task' || (RECORDED.has(type) && !failed)) draft.record(`${type}StateAborted`, previousEvent);
  if (work.kind === 'mapRun') draft.record('MapRunAborted', previousEvent);
  stopWork(draft, id);
}
