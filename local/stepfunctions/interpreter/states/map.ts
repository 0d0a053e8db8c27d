import { type MapState, regionOf } from '../../definition/machine';
import type { JsonValue } from '../../json';
import type { Draft } from '../draft';
import type { Branches } from '../execution';
import { dataLimitExceeded, StateFailure } from '../failures';
import { evaluateInteger } from '../numbers';
import { isTooLarge, payload } from '../payload';
import { evaluate } from '../scope';
import { startMapRun } from './distributed-map';
import { itemsOf } from './map-items';
import { joinBranches } from './parallel';

/** How many iterations of an inline Map run at once, whatever MaxConcurrency says. @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const MOST_CONCURRENT = 40;

/** Works out the items and how many iterations may run at once, and starts the first of them. */
export async function startMap(draft: Draft, id: number, state: MapState): Promise<void> {
  if (state.distributed) return startMapRun(draft, id, state, state.distributed);
  const items = await itemsOf(draft, id, state);
  const limit = state.maxConcurrency
    ? await evaluateInteger(draft, id, state.maxConcurrency, 'MaxConcurrency', { min: 0, max: Number.MAX_SAFE_INTEGER })
    : 0;
  const started = draft.recordNext(id, 'MapStateStarted', { length: items.length });
  const slots = Math.min(limit || MOST_CONCURRENT, MOST_CONCURRENT, items.length);
  const branches: Branches = {
    running: [],
    outputs: items.map(() => null),
    begun: 0,
    finished: 0,
    items,
    vacancies: Array.from({ length: slots }, () => started),
  };
  draft.work(id, { kind: 'branching', branches });
  await continueMap(draft, id, state, branches);
}

/** Starts the iterations there is room for; leaves the state once all have finished. */
export async function continueMap(draft: Draft, id: number, state: MapState, branches: Branches): Promise<void> {
  if (branches.finished === branches.outputs.length) return joinBranches(draft, id, state, branches);
  const left = branches.outputs.length - branches.begun;
  for (const lastEvent of branches.vacancies.slice(0, left)) await startIteration(draft, id, state, lastEvent);
}

async function startIteration(draft: Draft, id: number, state: MapState, previousEvent: number): Promise<void> {
  const { work } = draft.activation(id);
  if (work.kind !== 'branching') throw new Error(`Map state ${state.name} has no iterations`);
  const { branches } = work;
  const index = branches.begun;
  const value = branches.items?.[index] ?? null;
  const { variables } = draft.thread(id);
  const input = payload(await itemInput(draft, id, state, index, value));
  if (isTooLarge(input.text)) throw new StateFailure(dataLimitExceeded(state.name));
  const lastEvent = draft.record('MapIterationStarted', previousEvent, { name: state.name, index });
  const iteration = draft.spawn({
    parent: { thread: id, index },
    region: state.processor,
    state: regionOf(draft.machine, state.processor).startAt,
    input,
    variables,
    lastEvent,
    activation: null,
  });
  const running = [...branches.running, iteration];
  const vacancies = branches.vacancies.slice(1);
  draft.work(id, { kind: 'branching', branches: { ...branches, running, vacancies, begun: index + 1 } });
}

async function itemInput(draft: Draft, id: number, state: MapState, index: number, value: JsonValue) {
  if (!state.itemSelector) return value;
  return evaluate(draft, id, state.itemSelector, 'ItemSelector', { item: { index, value } });
}
