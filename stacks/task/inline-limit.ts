import type { AnyScope, AnyState, Workflow } from '@blueprint/asl';

/**
 * Events that the history of one execution holds.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-task-executions
 */
const HISTORY_EVENTS = 25_000;

/** Kept free for redrives: each adds an event, and those of the states that it runs again. */
const REDRIVE_EVENTS = 1_000;

/**
 * How many items an inline Map can have for sure: as many as the execution's history holds when every state of every item is run
 * as often as its Retry allows, and then caught. (When nothing fails an item takes 7 events, and ten times as many would fit; but
 * an outage that has everything retried is the wrong moment for an execution to be ended by its history.)
 *
 * @param definition the machine with the inline Map
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html
 */
export function inlineItemsLimit(definition: Workflow): number {
  const executionEvents = 2;
  const around = executionEvents + mostEvents(definition);
  const perItem = sum(Object.values(definition.States).map(mostEventsPerItem));
  return Math.floor((HISTORY_EVENTS - REDRIVE_EVENTS - around) / perItem);
}

/** Events of the states of a scope, each of them entered once; without those of a Map's items. */
function mostEvents({ States }: AnyScope): number {
  return sum(Object.values(States).map((state) => 2 + mostEventsInside(state)));
}

/** Between a state's entered and exited event: three for each attempt at a Task (scheduled, started, ended), two for a Map. */
function mostEventsInside(state: AnyState): number {
  if (state.Type === 'Map') return 2;
  if (state.Type !== 'Task') return 0;
  return 3 * (1 + sum((state.Retry ?? []).map(({ MaxAttempts = 3 }) => MaxAttempts)));
}

/** The events of an iteration, with its start and its end; 0 for a state without items. */
function mostEventsPerItem(state: AnyState): number {
  return state.Type === 'Map' ? 2 + mostEvents(state.ItemProcessor) : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
