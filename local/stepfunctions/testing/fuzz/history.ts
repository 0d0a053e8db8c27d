import type { TestEngine } from '../engine';
import { hold } from './violation';

export type Events = Awaited<ReturnType<TestEngine['history']>>;

const ENDS = new Set(['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted']);

/** Whether the history is what any history has to be. @throws Violation */
export function checkHistory(events: Events): void {
  checkOrder(events);
  checkEnds(events);
  checkStates(events);
  for (const event of events) checkTexts(event);
}

function checkOrder(events: Events): void {
  let time = Number.NEGATIVE_INFINITY;
  for (const [index, { id, previousEventId, timestamp, type }] of events.entries()) {
    hold(id === index + 1, () => `Event ${index + 1} has the id ${id}`);
    hold(previousEventId >= 0 && previousEventId < id, () => `Event ${id} ${type} follows ${previousEventId}`);
    hold(timestamp >= time, () => `Event ${id} ${type} is earlier than the one before it`);
    time = timestamp;
  }
}

/** One start, and nothing after an end but a redrive. */
function checkEnds(events: Events): void {
  const started = events.filter(({ type }) => type === 'ExecutionStarted');
  hold(
    started.length === 1 && events[0]?.type === 'ExecutionStarted',
    () => 'The history does not begin with its only start',
  );
  for (const [index, { id, type }] of events.entries()) {
    const before = events[index - 1]?.type ?? '';
    hold(ENDS.has(before) === (type === 'ExecutionRedriven'), () => `Event ${id} ${type} comes after ${before}`);
  }
}

/** A state is exited as often as it has been entered at most. */
function checkStates(events: Events): void {
  const inside = new Map<string, number>();
  for (const { id, type, stateEnteredEventDetails: entered, stateExitedEventDetails: exited } of events) {
    const name = nameIn(entered) ?? nameIn(exited);
    if (name === undefined) continue;
    const times = (inside.get(name) ?? 0) + (type.endsWith('Entered') ? 1 : -1);
    hold(times >= 0, () => `Event ${id} exits ${name}, which has not been entered`);
    inside.set(name, times);
  }
}

function nameIn(details: unknown): string | undefined {
  return typeof details === 'object' && details !== null && 'name' in details ? String(details.name) : undefined;
}

const TEXTS = ['input', 'output', 'parameters'];

/** What is JSON text parses. */
function checkTexts({ id, type, ...details }: Events[number]): void {
  for (const detail of Object.values(details)) {
    if (typeof detail !== 'object' || detail === null) continue;
    for (const name of TEXTS)
      checkJson((detail as Record<string, unknown>)[name], () => `${name} of event ${id} ${type}`);
  }
}

/** @throws Violation when it is a text that is no JSON */
export function checkJson(text: unknown, what: () => string): void {
  if (typeof text !== 'string') return;
  try {
    JSON.parse(text);
  } catch {
    hold(false, () => `${what()} is no JSON: ${text.slice(0, 200)}`);
  }
}

const BEGINNING = /^(?:Task|LambdaFunction|Activity)Scheduled$|^MapRun(?:Started|Redriven)$/;
const ENDING = /^(?:Task|LambdaFunction|Activity)(?:Succeeded|Failed|TimedOut)$|^MapRun(?:Succeeded|Failed|Aborted)$/;

/**
 * Whether a running execution has something under way by its history: a task that has been scheduled, or a map run that has
 * been started, which no event has ended. (What was aborted with a branch counts, too: its end follows other events.)
 */
export function waitsForSomething(events: Events): boolean {
  const ended = new Set<number>();
  for (const { type, previousEventId } of events) {
    if (!ENDING.test(type)) continue;
    let before = events[previousEventId - 1];
    while (before && !BEGINNING.test(before.type)) before = events[before.previousEventId - 1];
    if (before) ended.add(before.id);
  }
  return events.some(({ id, type }) => BEGINNING.test(type) && !ended.has(id));
}
