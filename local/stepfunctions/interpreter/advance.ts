import type { Machine } from '../definition/machine';
import { WHOLE } from '../history/history-event';
import type { JsonValue } from '../json';
import { Draft, HistoryFull } from './draft';
import type { Effect, ExecutionEvent } from './effects';
import type { Execution } from './execution';
import { failBecause } from './fail';
import { ErrorName } from './failures';
import { cutExecution, failExecution } from './finish';
import type { Around } from './observer';
import { redrive } from './redrive';
import { runThread } from './run-thread';
import { mapRunEnded } from './states/distributed-map';
import {
  activityMissing,
  activityStarted,
  taskAnswered,
  taskBeat,
  taskFailed,
  taskSubmitted,
  taskSucceeded,
  taskTimedOut,
} from './states/task';
import { endWait } from './states/wait';
import { startTimeout, yearEnd } from './timeout';

/** How many states one step may run before it lets other executions have their turn. */
const STATES_PER_STEP = 32;

/**
 * The interpreter: works one event into an execution, and runs the states that can run then.
 *
 * It has no other inputs than its arguments, and changes none of them. Whoever calls it carries out the effects, and
 * calls again with `continue` while `execution.ready` is not empty.
 *
 */
export async function advance(
  machine: Machine,
  execution: Execution,
  event: ExecutionEvent,
  around: Around = {},
): Promise<{ execution: Execution; effects: Effect[] }> {
  const draft = new Draft(machine, execution, event.at, around);
  try {
    await apply(draft, event);
    for (let states = 0; states < STATES_PER_STEP; states++) {
      const id = draft.execution.ready.shift();
      if (id === undefined) break;
      await guarded(draft, id, () => runThread(draft, id));
    }
  } catch (error) {
    if (!(error instanceof HistoryFull)) throw error;
    failExecution(draft, { error: ErrorName.runtime, cause: error.message }, draft.execution.lastEventId);
  }
  return { execution: draft.execution, effects: draft.effects };
}

/** Runs part of a state; what it throws about the state fails the state. */
async function guarded(draft: Draft, id: number, run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
  } catch (error) {
    await failBecause(draft, id, error);
  }
}

async function apply(draft: Draft, event: ExecutionEvent): Promise<void> {
  const cuts = event.type === 'stop' || event.type === 'crash';
  if (!cuts && isRunning(draft) && draft.now >= yearEnd(draft.execution)) return cutExecution(draft, 'TIMED_OUT', {});
  switch (event.type) {
    case 'start':
      return start(draft);
    case 'continue':
      return undefined;
    case 'timer':
      return event.thread === null ? timeOut(draft, event.timer) : wake(draft, event.thread, event.timer);
    case 'answered':
    case 'submitted':
    case 'tokenReturned':
    case 'heartbeat':
    case 'activityStarted':
    case 'activityMissing':
      return toTask(draft, event);
    case 'mapRunEnded':
      return toMapRun(draft, event);
    case 'stop':
      return isRunning(draft) ? cutExecution(draft, 'ABORTED', event.failure) : undefined;
    case 'crash':
      return isRunning(draft) ? failExecution(draft, event.failure, draft.execution.lastEventId) : undefined;
    case 'redrive':
      return redrive(draft);
  }
}

const isRunning = ({ execution }: Draft) => execution.status === 'RUNNING';

function start(draft: Draft): void {
  const { input, roleArn } = draft.execution;
  draft.record('ExecutionStarted', 0, { input: input.text, inputDetails: WHOLE, roleArn });
  startTimeout(draft);
  draft.enqueue(0);
}

/** By the timer, not by the time as for the year: a timer of Node's may be due while its clock shows a millisecond less. */
function timeOut(draft: Draft, timer: number): void {
  if (isRunning(draft) && draft.execution.timeout === timer) cutExecution(draft, 'TIMED_OUT', {});
}

/** A thread's timer is due; ignored when the thread has gone on meanwhile. */
async function wake(draft: Draft, id: number, timer: number): Promise<void> {
  const work = draft.execution.threads[id]?.activation?.work;
  if (!isRunning(draft) || !work) return;
  const state = draft.state(id);
  if (work.kind === 'called' && state.type === 'Task') {
    const { timeout, heartbeat } = work.task;
    if (timer !== timeout && timer !== heartbeat?.timer) return;
    return guarded(draft, id, () => taskTimedOut(draft, id, state, timer));
  }
  if (work.kind !== 'sleeping' || work.timer !== timer) return;
  if (work.purpose === 'wait' && state.type === 'Wait') return guarded(draft, id, () => endWait(draft, id, state));
  draft.work(id, { kind: 'ready' });
  draft.enqueue(id);
}

/** Lets a Distributed Map go on with what its map run has come to; ignored when it has not waited for that any more. */
async function toMapRun(draft: Draft, event: Extract<ExecutionEvent, { type: 'mapRunEnded' }>): Promise<void> {
  const { thread: id, mapRunArn, outcome } = event;
  const work = draft.execution.threads[id]?.activation?.work;
  if (!isRunning(draft) || work?.kind !== 'mapRun' || work.mapRun.arn !== mapRunArn) return;
  const state = draft.state(id);
  if (state.type !== 'Map') return;
  return guarded(draft, id, () => mapRunEnded(draft, id, state, work.mapRun, outcome));
}

/** Hands a Task what has come for it; ignored when it has not waited for that any more. */
async function toTask(
  draft: Draft,
  event: Extract<
    ExecutionEvent,
    { type: 'answered' | 'submitted' | 'tokenReturned' | 'heartbeat' | 'activityStarted' | 'activityMissing' }
  >,
): Promise<void> {
  const { thread: id } = event;
  const work = draft.execution.threads[id]?.activation?.work;
  if (!isRunning(draft) || work?.kind !== 'called' || work.task.id !== event.task) return;
  const state = draft.state(id);
  if (state.type !== 'Task') return;
  return guarded(draft, id, async () => {
    if (event.type === 'heartbeat') return taskBeat(draft, id);
    if (event.type === 'activityStarted') return activityStarted(draft, id, state, event.workerName);
    if (event.type === 'activityMissing') return activityMissing(state);
    if (event.type === 'submitted') return taskSubmitted(draft, id, state, event.output);
    if (event.type === 'answered') return taskAnswered(draft, id, state, event.outcome);
    const { outcome } = event;
    if (!('output' in outcome)) return taskFailed(draft, id, state, outcome);
    const result = { value: JSON.parse(outcome.output) as JsonValue, text: outcome.output };
    return taskSucceeded(draft, id, state, result);
  });
}
