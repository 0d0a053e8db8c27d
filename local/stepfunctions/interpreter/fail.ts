import type { ContainerState, State } from '../definition/machine';
import { EvaluationTimeout } from '../expressions/evaluation-timeout';
import { ReferencePathConflict } from '../expressions/reference-path';
import { EvaluationError, SelectionError } from '../expressions/template';
import { abortBranches } from './abort';
import type { Draft } from './draft';
import type { Failure } from './execution';
import { ErrorName, matches, StateFailure, whileExecuting } from './failures';
import { failExecution } from './finish';
import { payload } from './payload';
import { retryDelay } from './retry';
import { leave } from './transition';

const isContainer = (state: State): state is ContainerState => state.type === 'Parallel' || state.type === 'Map';

/** Fails the thread's state because of an error thrown while it ran. Anything but a failure of the state is thrown again. */
export async function failBecause(draft: Draft, id: number, error: unknown): Promise<void> {
  const failure = failureOf(draft, id, error);
  // Nothing takes an error in the definition or its data, so AWS ends the execution where it is.
  if (failure.error === ErrorName.runtime || failure.error === ErrorName.referencePathConflict) {
    return failExecution(draft, failure, draft.thread(id).lastEvent);
  }
  abortBranches(draft, id, draft.thread(id).lastEvent);
  return fail(draft, id, failure);
}

/**
 * Fails the thread's state: tries it again if a retrier takes the failure, goes where a catcher leads if one takes it,
 * and otherwise fails what the thread is a branch of; at last the execution.
 */
export async function fail(draft: Draft, id: number, failure: Failure): Promise<void> {
  const state = draft.state(id);
  draft.dequeue(id);
  if ('retry' in state) {
    const delay = retryDelay(draft, id, state.retry, failure);
    if (delay !== undefined) return sleepBeforeRetry(draft, id, delay);
  }
  const { lastEvent } = draft.thread(id);
  if (isContainer(state)) draft.recordNext(id, `${state.type}StateFailed`);
  if ('catch' in state) {
    const index = state.catch.findIndex(({ errorEquals }) => matches(errorEquals, failure));
    const catcher = state.catch[index];
    if (catcher) {
      draft.observer?.caught(index, failure);
      dropBranches(draft, id);
      const errorOutput = errorOutputOf(failure);
      try {
        return await leave(draft, id, catcher, payload(errorOutput), { errorOutput });
      } catch (error) {
        const twice = isContainer(state) && error instanceof EvaluationError;
        // AWS records that the catcher's expression has failed as if the state had not, and then that it has once more.
        if (twice) draft.follow(id, lastEvent);
        const anew = failureOf(draft, id, error);
        if (twice) draft.recordNext(id, `${state.type}StateFailed`);
        return failUpwards(draft, id, anew);
      }
    }
  }
  return failUpwards(draft, id, failure);
}

/** Records an expression's failure as AWS does, and names every failure. */
function failureOf(draft: Draft, id: number, error: unknown): Failure {
  if (error instanceof StateFailure) return error.failure;
  if (error instanceof ReferencePathConflict) return { error: ErrorName.referencePathConflict, cause: error.message };
  const selection = error instanceof SelectionError || error instanceof EvaluationTimeout;
  if (!selection && !(error instanceof EvaluationError)) throw error;
  const state = draft.state(id);
  const { enteredEvent, previousEvent } = draft.activation(id);
  if (selection) return { error: ErrorName.runtime, cause: whileExecuting(state.name, enteredEvent, error.message) };
  const cause = whileExecuting(state.name, enteredEvent, error.sentence);
  const failure = { error: ErrorName.queryEvaluationError, cause };
  const details = { ...failure, ...(error.location ? { location: error.location } : {}), state: state.name };
  // AWS lets the event follow what came before the state was entered, unless the state has done something since.
  const { lastEvent } = draft.thread(id);
  const follows = lastEvent === enteredEvent && state.type !== 'Wait' ? previousEvent : lastEvent;
  draft.follow(id, draft.record('EvaluationFailed', follows, details));
  return failure;
}

/** What `$states.errorOutput` holds, and a catcher passes on where it has no Output. */
function errorOutputOf({ error, cause }: Failure) {
  return { Error: error ?? null, Cause: cause ?? (error === ErrorName.timeout ? '' : null) };
}

function sleepBeforeRetry(draft: Draft, id: number, delayMs: number): void {
  dropBranches(draft, id);
  draft.work(id, { kind: 'sleeping', timer: draft.setTimer(id, delayMs), purpose: 'retry' });
}

async function failUpwards(draft: Draft, id: number, failure: Failure): Promise<void> {
  const { parent, lastEvent } = draft.thread(id);
  const { work } = draft.activation(id);
  if (work.kind !== 'branching' && work.kind !== 'stopped') draft.work(id, { kind: 'stopped' });
  if (!parent) return failExecution(draft, failure, lastEvent);
  abortBranches(draft, parent.thread, lastEvent, id);
  return fail(draft, parent.thread, failure);
}

/** Forgets the branches of a state that has come to an end with them, or begins anew. */
function dropBranches(draft: Draft, id: number): void {
  const { work } = draft.activation(id);
  if (work.kind !== 'branching') return;
  for (const branch of work.branches.running) {
    if (draft.thread(branch).activation) dropBranches(draft, branch);
    draft.remove(branch);
  }
  draft.work(id, { kind: 'stopped' });
}
