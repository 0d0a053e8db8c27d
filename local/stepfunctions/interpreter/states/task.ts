import type { TaskState } from '../../definition/machine';
import type { Template } from '../../expressions/template';
import { WHOLE } from '../../history/history-event';
import type { TaskOutcome } from '../../integrations/integrations';
import type { Draft } from '../draft';
import type { CalledTask, Failure, ScheduledTask } from '../execution';
import { fail } from '../fail';
import { dataLimitExceeded, ErrorName, StateFailure } from '../failures';
import { failureDetails } from '../finish';
import { evaluateInteger, LONGEST_SECONDS } from '../numbers';
import { isTooLarge, type Payload, payload } from '../payload';
import { evaluate } from '../scope';
import { issueToken } from '../task-token';
import { leave } from '../transition';

const SECONDS = { min: 1, max: LONGEST_SECONDS };

const named = ({ resource }: TaskState) => ({ resource: resource.action, resourceType: resource.resourceType });

/** Evaluates what the task needs, and schedules it. */
export async function scheduleTask(draft: Draft, id: number, state: TaskState): Promise<void> {
  const task = draft.nextId();
  const token = state.resource.pattern ? { token: issueToken(draft, id, task) } : {};
  // The expressions can see the token already.
  draft.work(id, { kind: 'scheduled', task: { id: task, arguments: null, ...token } });
  const parameters = state.arguments
    ? payload(await evaluate(draft, id, state.arguments, 'Arguments'))
    : draft.thread(id).input;
  if (isTooLarge(parameters.text)) throw new StateFailure(dataLimitExceeded(state.arn));
  const timeoutSeconds = await seconds(draft, id, state.timeoutSeconds, 'TimeoutSeconds');
  const heartbeatSeconds = await seconds(draft, id, state.heartbeatSeconds, 'HeartbeatSeconds');
  draft.recordNext(id, 'TaskScheduled', {
    ...named(state),
    region: draft.execution.region,
    parameters: parameters.text,
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
  });
  draft.work(id, {
    kind: 'scheduled',
    task: {
      id: task,
      arguments: parameters.value,
      ...token,
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
    },
  });
  draft.enqueue(id);
}

async function seconds(draft: Draft, id: number, template: Template | undefined, location: string) {
  return template && evaluateInteger(draft, id, template, location, SECONDS);
}

/** Makes the call, and starts its timers. */
export function startTask(draft: Draft, id: number, state: TaskState, scheduled: ScheduledTask): void {
  draft.recordNext(id, 'TaskStarted', named(state));
  const { id: task, token, timeoutSeconds, heartbeatSeconds } = scheduled;
  const called: CalledTask = { id: task };
  if (token !== undefined) called.token = token;
  if (timeoutSeconds !== undefined) called.timeout = draft.setTimer(id, timeoutSeconds * 1000);
  // Only who holds a token can send heartbeats.
  if (heartbeatSeconds !== undefined && state.resource.pattern === 'waitForTaskToken') {
    called.heartbeat = { seconds: heartbeatSeconds, timer: draft.setTimer(id, heartbeatSeconds * 1000) };
  }
  draft.work(id, { kind: 'called', task: called });
  const { resource, pattern } = state.resource;
  const { roleArn, arn: executionArn } = draft.execution;
  draft.effects.push({
    type: 'call',
    thread: id,
    task,
    request: {
      resource,
      arguments: scheduled.arguments,
      roleArn,
      executionArn,
      stateName: state.name,
      ...(pattern ? { pattern } : {}),
      ...(pattern === 'waitForTaskToken' && token !== undefined ? { taskToken: token } : {}),
    },
  });
}

/** The call has come back. A Task that waits for its token goes on waiting, unless the call has failed. */
export async function taskAnswered(draft: Draft, id: number, state: TaskState, outcome: TaskOutcome): Promise<void> {
  if ('error' in outcome) return taskFailed(draft, id, state, outcome);
  const output = payload(outcome.output);
  if (state.resource.pattern !== 'waitForTaskToken') return taskSucceeded(draft, id, state, output);
  if (isTooLarge(output.text)) return taskFailed(draft, id, state, dataLimitExceeded(state.arn));
  draft.recordNext(id, 'TaskSubmitted', { ...named(state), output: output.text, outputDetails: WHOLE });
}

export async function taskSucceeded(draft: Draft, id: number, state: TaskState, result: Payload): Promise<void> {
  if (isTooLarge(result.text)) return taskFailed(draft, id, state, dataLimitExceeded(state.arn));
  endTask(draft, id);
  draft.recordNext(id, 'TaskSucceeded', { ...named(state), output: result.text, outputDetails: WHOLE });
  await leave(draft, id, state, result, { result: result.value });
}

export async function taskFailed(draft: Draft, id: number, state: TaskState, failure: Failure): Promise<void> {
  endTask(draft, id);
  draft.recordNext(id, 'TaskFailed', { ...named(state), ...failureDetails(failure) });
  await fail(draft, id, failureDetails(failure));
}

/** TimeoutSeconds or HeartbeatSeconds have passed, by which of the two timers it was. */
export async function taskTimedOut(draft: Draft, id: number, state: TaskState, timer: number): Promise<void> {
  const heartbeat = calledTask(draft, id).heartbeat?.timer === timer;
  const { id: task } = endTask(draft, id);
  draft.effects.push({ type: 'abandon', task });
  const failure = { error: ErrorName.timeout };
  draft.recordNext(id, 'TaskTimedOut', { ...named(state), ...failure });
  await fail(draft, id, heartbeat ? { ...failure, heartbeat } : failure);
}

/** The time until the next heartbeat starts anew. */
export function taskBeat(draft: Draft, id: number): void {
  const task = calledTask(draft, id);
  if (!task.heartbeat) return;
  const { seconds, timer } = task.heartbeat;
  draft.clearTimer(timer);
  const heartbeat = { seconds, timer: draft.setTimer(id, seconds * 1000) };
  draft.work(id, { kind: 'called', task: { ...task, heartbeat } });
}

/** Stops the timers; what comes for this task from now on is ignored. */
function endTask(draft: Draft, id: number): CalledTask {
  const task = calledTask(draft, id);
  draft.clearTimer(task.timeout);
  draft.clearTimer(task.heartbeat?.timer);
  draft.work(id, { kind: 'ready' });
  return task;
}

function calledTask(draft: Draft, id: number): CalledTask {
  const { work } = draft.activation(id);
  if (work.kind !== 'called') throw new Error(`Thread ${id} waits for no task`);
  return work.task;
}
