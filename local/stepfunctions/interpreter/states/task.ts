import type { TaskState } from '../../definition/machine';
import { SelectionError, type Template, unexpectedType } from '../../expressions/template';
import { WHOLE } from '../../history/history-event';
import type { TaskOutcome } from '../../integrations/integrations';
import { formatProblems } from '../../integrations/task-parameters';
import { isObject, type JsonValue } from '../../json';
import type { Draft } from '../draft';
import type { CalledTask, Failure, ScheduledTask } from '../execution';
import { fail } from '../fail';
import { dataLimitExceeded, ErrorName, StateFailure } from '../failures';
import { failureDetails } from '../finish';
import { evaluateInteger, LONGEST_SECONDS } from '../numbers';
import { isTooLarge, type Payload, payload } from '../payload';
import { effectiveInput, evaluate } from '../scope';
import { named, scheduledDetails, startedDetails, taskEvent } from '../task-events';
import { issueToken } from '../task-token';
import { leave } from '../transition';

const SECONDS = { min: 1, max: LONGEST_SECONDS };

/** Evaluates what the task needs, and schedules it. */
export async function scheduleTask(draft: Draft, id: number, state: TaskState): Promise<void> {
  const task = draft.nextId();
  const token = waitsForToken(state) ? { token: issueToken(draft, id, task) } : {};
  // The expressions can see the token already.
  draft.work(id, { kind: 'scheduled', task: { id: task, arguments: null, ...token } });
  const parameters = state.arguments
    ? payload(await evaluate(draft, id, state.arguments, 'Arguments'))
    : effectiveInput(draft, id);
  if (isTooLarge(parameters.text)) throw new StateFailure(tooLarge(state));
  checkFormats(state, parameters);
  const timeoutSeconds = await seconds(draft, id, state.timeoutSeconds, 'TimeoutSeconds');
  const heartbeatSeconds = await seconds(draft, id, state.heartbeatSeconds, 'HeartbeatSeconds');
  const roleArn = state.credentials && (await credentialsRole(draft, id, state, state.credentials));
  const limits = {
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
    ...(roleArn === undefined ? {} : { roleArn }),
  };
  if (state.resource.kind === 'activity' && !draft.activityExists(state.arn)) activityMissing(state);
  const { region } = draft.execution;
  draft.recordNext(id, taskEvent(state, 'Scheduled'), scheduledDetails(state, region, parameters.text, limits));
  draft.work(id, { kind: 'scheduled', task: { id: task, arguments: parameters.value, ...token, ...limits } });
  draft.enqueue(id);
}

/** @throws SelectionError when the service could not be called with the values that came out. */
function checkFormats({ resource, paths }: TaskState, { value, text }: Payload): void {
  const problems = resource.kind === 'service' ? formatProblems(resource.resource, value) : [];
  if (problems.length === 0) return;
  const field = paths ? 'Parameters' : 'Arguments';
  throw new SelectionError(`The ${field} '${text}' could not be used to start the Task: [${problems.join(', ')}]`);
}

/** Whether the context object holds a token: `.sync` has one, too, which nobody else sees. */
const waitsForToken = ({ resource }: TaskState) =>
  resource.kind === 'activity' || (resource.kind === 'service' && resource.pattern !== undefined);

/** @throws EvaluationError or SelectionError when there is no role: the call must not be made with the state machine's own. */
async function credentialsRole(draft: Draft, id: number, { paths }: TaskState, template: Template): Promise<string> {
  const value = await evaluate(draft, id, template, 'Credentials');
  const { RoleArn = null } = isObject(value) ? value : {};
  if (typeof RoleArn === 'string') return RoleArn;
  const field = template.kind === 'object' ? template.fields.find(([name]) => name === 'RoleArn')?.[1] : undefined;
  const fault = unexpectedType(field ?? template, 'Credentials/RoleArn', 'string', RoleArn);
  throw paths ? new SelectionError(fault.message) : fault;
}

/** AWS names the service, or the ARN of the function or activity. */
function tooLarge({ arn, resource }: TaskState): Failure {
  return dataLimitExceeded(resource.kind === 'service' ? resource.resourceType : arn);
}

async function seconds(draft: Draft, id: number, template: Template | undefined, location: string) {
  return template && evaluateInteger(draft, id, template, location, SECONDS);
}

/** Makes the call and starts its timers, or offers the task to the workers of its activity. */
export function startTask(draft: Draft, id: number, state: TaskState, scheduled: ScheduledTask): void {
  const { id: task, token, timeoutSeconds, heartbeatSeconds } = scheduled;
  const called: CalledTask = { id: task, ...(token === undefined ? {} : { token }) };
  if (state.resource.kind === 'activity') {
    const offered = {
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
    };
    draft.work(id, { kind: 'called', task: { ...called, offered } });
    const input = JSON.stringify(scheduled.arguments);
    draft.effects.push({ type: 'offer', thread: id, task, activityArn: state.arn, token: token ?? '', input });
    return;
  }
  draft.recordNext(id, taskEvent(state, 'Started'), startedDetails(state));
  if (timeoutSeconds !== undefined) called.timeout = draft.setTimer(id, timeoutSeconds * 1000);
  const pattern = state.resource.kind === 'service' ? state.resource.pattern : undefined;
  // Nobody can send heartbeats without a token: AWS then times the Task out all the same.
  if (heartbeatSeconds !== undefined) {
    called.heartbeat = { seconds: heartbeatSeconds, timer: draft.setTimer(id, heartbeatSeconds * 1000) };
  }
  draft.work(id, { kind: 'called', task: called });
  const { roleArn, arn: executionArn, traceHeader, testCase } = draft.execution;
  draft.effects.push({
    type: 'call',
    thread: id,
    task,
    request: {
      ...target(state, scheduled),
      ...(scheduled.roleArn === undefined ? { roleArn } : { roleArn: scheduled.roleArn, assumedBy: roleArn }),
      executionArn,
      stateName: state.name,
      ...(traceHeader === undefined ? {} : { traceHeader }),
      ...(testCase === undefined ? {} : { testCase }),
      ...(pattern ? { pattern } : {}),
      ...(pattern === 'waitForTaskToken' && token !== undefined ? { taskToken: token } : {}),
    },
  });
}

function target({ arn, resource }: TaskState, { arguments: given }: ScheduledTask) {
  if (resource.kind === 'service') return { resource: resource.resource, arguments: given };
  return { resource: 'lambda:function', arguments: { FunctionName: arn, Payload: given } };
}

/** A worker has fetched the task of an activity. */
export function activityStarted(draft: Draft, id: number, state: TaskState, workerName: string | undefined): void {
  const { offered, ...task } = calledTask(draft, id);
  if (!offered) return;
  draft.recordNext(id, taskEvent(state, 'Started'), startedDetails(state, workerName));
  const { timeoutSeconds, heartbeatSeconds } = offered;
  if (timeoutSeconds !== undefined) task.timeout = draft.setTimer(id, timeoutSeconds * 1000);
  if (heartbeatSeconds !== undefined) {
    task.heartbeat = { seconds: heartbeatSeconds, timer: draft.setTimer(id, heartbeatSeconds * 1000) };
  }
  draft.work(id, { kind: 'called', task });
}

/** The activity does not exist, or has been deleted since the task was scheduled. */
export function activityMissing(state: TaskState): never {
  throw new SelectionError(`The activity ${state.arn} does not exist.`);
}

/** The call has come back. A Task that waits for its token goes on waiting, unless the call has failed. */
export async function taskAnswered(draft: Draft, id: number, state: TaskState, outcome: TaskOutcome): Promise<void> {
  if ('error' in outcome) return taskFailed(draft, id, state, outcome);
  const waits = state.resource.kind === 'service' && state.resource.pattern === 'waitForTaskToken';
  if (waits && !outcome.ended) return taskSubmitted(draft, id, state, outcome.output);
  return taskSucceeded(draft, id, state, payload(outcome.output));
}

/** The request has been made; the Task goes on waiting for what it leads to. */
export async function taskSubmitted(draft: Draft, id: number, state: TaskState, answer: JsonValue): Promise<void> {
  const { text } = payload(answer);
  if (isTooLarge(text)) return taskFailed(draft, id, state, tooLarge(state));
  draft.recordNext(id, taskEvent(state, 'Submitted'), { ...named(state), output: text, outputDetails: WHOLE });
}

export async function taskSucceeded(draft: Draft, id: number, state: TaskState, result: Payload): Promise<void> {
  if (isTooLarge(result.text)) return taskFailed(draft, id, state, tooLarge(state));
  endTask(draft, id);
  draft.recordNext(id, taskEvent(state, 'Succeeded'), { ...named(state), output: result.text, outputDetails: WHOLE });
  await leave(draft, id, state, result, { result: result.value });
}

export async function taskFailed(draft: Draft, id: number, state: TaskState, failure: Failure): Promise<void> {
  endTask(draft, id);
  draft.recordNext(id, taskEvent(state, 'Failed'), { ...named(state), ...failureDetails(failure) });
  await fail(draft, id, failureDetails(failure));
}

/** TimeoutSeconds or HeartbeatSeconds have passed, by which of the two timers it was. */
export async function taskTimedOut(draft: Draft, id: number, state: TaskState, timer: number): Promise<void> {
  const missed = calledTask(draft, id).heartbeat?.timer === timer ? { heartbeat: true as const } : {};
  const { id: task } = endTask(draft, id);
  draft.effects.push({ type: 'abandon', task });
  const failure = { error: ErrorName.timeout };
  draft.recordNext(id, taskEvent(state, 'TimedOut'), { ...named(state), ...failure }, missed);
  await fail(draft, id, { ...failure, ...missed });
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

/** Stops the timers; what comes for this task from now on is ignored. A call that a token has come back before ends by itself. */
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
