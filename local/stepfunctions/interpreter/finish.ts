import { WHOLE } from '../history/history-event';
import type { Draft } from './draft';
import type { ExecutionStatus, Failure } from './execution';
import { ErrorName } from './failures';
import type { Payload } from './payload';

/** Ends a thread with its output: the execution's own thread ends the execution, any other gives its result to its parent. */
export function finishThread(draft: Draft, id: number, output: Payload): void {
  const { parent, lastEvent } = draft.thread(id);
  draft.remove(id);
  if (parent) {
    finishBranch(draft, parent.thread, parent.index, id, output, lastEvent);
    return;
  }
  draft.record('ExecutionSucceeded', lastEvent, { output: output.text, outputDetails: WHOLE }, { ending: true });
  endExecution(draft, 'SUCCEEDED', { output: output.text });
}

/** Notes a branch's result, and lets the Parallel or Map state go on with it in its turn. */
function finishBranch(draft: Draft, parent: number, index: number, id: number, output: Payload, lastEvent: number) {
  const { work } = draft.activation(parent);
  if (work.kind !== 'branching') throw new Error(`Thread ${parent} has no branches`);
  const { branches } = work;
  const outputs = [...branches.outputs];
  outputs[index] = output;
  const { name, type } = draft.state(parent);
  const succeeded = type === 'Map' ? draft.record('MapIterationSucceeded', lastEvent, { name, index }) : lastEvent;
  draft.follow(parent, succeeded);
  draft.work(parent, {
    kind: 'branching',
    branches: {
      ...branches,
      outputs,
      running: branches.running.filter((running) => running !== id),
      finished: branches.finished + 1,
      vacancies: [...branches.vacancies, lastEvent],
    },
  });
  if (!draft.execution.ready.includes(parent)) draft.enqueue(parent);
}

/** Ends the execution as failed. @param previousEvent the event that led to it. */
export function failExecution(draft: Draft, failure: Failure, previousEvent: number): void {
  draft.record('ExecutionFailed', previousEvent, failureDetails(failure), { ending: true });
  endExecution(draft, 'FAILED', { failure });
}

/** Ends the execution: TimedOut or Aborted, which AWS records as following no event. Only the history names what timed out. */
export function cutExecution(draft: Draft, status: 'TIMED_OUT' | 'ABORTED', failure: Failure): void {
  const type = status === 'ABORTED' ? 'ExecutionAborted' : 'ExecutionTimedOut';
  const told = status === 'ABORTED' ? failure : { error: ErrorName.timeout };
  draft.record(type, 0, failureDetails(told), { ending: true });
  endExecution(draft, status, { failure });
}

/** Error and cause, as far as they are known. */
export function failureDetails({ error, cause }: Failure): { error?: string; cause?: string } {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

function endExecution(draft: Draft, status: ExecutionStatus, result: { output?: string; failure?: Failure }): void {
  for (const [id, thread] of draft.execution.threads.entries()) {
    if (thread?.activation) stopWork(draft, id);
  }
  draft.clearTimer(draft.execution.timeout);
  draft.execution = { ...draft.execution, status, stoppedAt: draft.now, ready: [], ...result };
  draft.effects.push({ type: 'status', status });
}

/** Calls off what the thread's state has under way. Its branches go on, and are to be stopped themselves. */
export function stopWork(draft: Draft, id: number): void {
  const { work } = draft.activation(id);
  if (work.kind === 'sleeping') draft.clearTimer(work.timer);
  if (work.kind === 'called') {
    draft.clearTimer(work.task.timeout);
    draft.clearTimer(work.task.heartbeat?.timer);
    draft.effects.push({ type: 'abandon', task: work.task.id });
  }
  if (work.kind === 'mapRun') {
    draft.effects.push({ type: 'abortMapRun', mapRunArn: work.mapRun.arn });
    draft.work(id, { kind: 'stopped', mapRun: work.mapRun });
  } else if (work.kind !== 'branching' && work.kind !== 'stopped') draft.work(id, { kind: 'stopped' });
}
