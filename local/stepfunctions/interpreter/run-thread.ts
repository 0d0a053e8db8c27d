import type { State } from '../definition/machine';
import { WHOLE } from '../history/history-event';
import type { Draft } from './draft';
import type { Activation } from './execution';
import { STATE_ENTERED } from './state-events';
import { runChoice } from './states/choice';
import { runFail } from './states/fail';
import { continueMap, startMap } from './states/map';
import { joinParallel, startParallel } from './states/parallel';
import { runPass, runSucceed } from './states/pass';
import { scheduleTask, startTask } from './states/task';
import { startWait } from './states/wait';

/**
 * Lets the thread do what it is ready for: enter its state, run it again, or go on with it. It hands on the promise of the
 * state instead of waiting for it: a state passes here in a few microseconds, of which each function that waits takes its part.
 */
export function runThread(draft: Draft, id: number): Promise<void> | void {
  const state = draft.state(id);
  if (!draft.thread(id).activation) enter(draft, id, state);
  const { work } = draft.activation(id);
  if (work.kind === 'ready') return startState(draft, id, state);
  if (work.kind === 'scheduled' && state.type === 'Task') return startTask(draft, id, state, work.task);
  if (work.kind === 'branching' && state.type === 'Map') return continueMap(draft, id, state, work.branches);
  if (work.kind === 'branching' && state.type === 'Parallel') return joinParallel(draft, id, state, work.branches);
  throw new Error(`State ${state.name} was to run, but is ${work.kind}`);
}

function enter(draft: Draft, id: number, { name, type }: State): void {
  const { input, lastEvent, parent } = draft.thread(id);
  // AWS lets the execution's first state follow no event.
  const follows = lastEvent === 1 && !parent ? 0 : lastEvent;
  const enteredEvent = draft.record(STATE_ENTERED[type], follows, { name, input: input.text, inputDetails: WHOLE });
  const activation: Activation = {
    enteredAt: draft.now,
    enteredEvent,
    previousEvent: follows,
    retryCount: 0,
    attempts: [],
    work: { kind: 'ready' },
  };
  draft.replace(id, { ...draft.thread(id), lastEvent: enteredEvent, activation });
}

function startState(draft: Draft, id: number, state: State): Promise<void> {
  switch (state.type) {
    case 'Pass':
      return runPass(draft, id, state);
    case 'Succeed':
      return runSucceed(draft, id, state);
    case 'Choice':
      return runChoice(draft, id, state);
    case 'Fail':
      return runFail(draft, id, state);
    case 'Wait':
      return startWait(draft, id, state);
    case 'Task':
      return scheduleTask(draft, id, state);
    case 'Parallel':
      return startParallel(draft, id, state);
    case 'Map':
      return startMap(draft, id, state);
  }
}
