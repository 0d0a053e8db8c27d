import type { AnyScope, AnyState, Workflow } from '../definition/workflow';
import { edgesOf } from '../graph/edges';
import { innerScopes, isDistributed, isExpressMap, stateNamed } from '../graph/scopes';

/** A number of state transitions, from the fewest to the most that the ways inside a state allow. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What one item of a Map costs beside the Map itself; 0 when it runs as an Express execution, billed by time. */
export interface ItemTransitions extends Range {
  readonly map: string;
  /** Whether the processor runs per item, or per batch of an ItemBatcher. */
  readonly per: 'item' | 'batch';
  /** The Maps inside the processor. */
  readonly items: readonly ItemTransitions[];
}

/** A way back from a path to one of its own states, and what one more round of it costs. */
export interface Loop extends Range {
  readonly to: string;
}

/** One way through a workflow, from its start to an end, that passes no state twice. */
export interface Path extends Range {
  readonly states: readonly string[];
  readonly outcome: 'succeeds' | 'fails';
  /** The Maps on the way, whose items come on top of `min` and `max`. */
  readonly items: readonly ItemTransitions[];
  readonly loops: readonly Loop[];
}

const mostPaths = 10_000;

/** A workflow with more paths than are worth listing. */
export class PathsError extends Error {
  override readonly name = 'PathsError';
}

function sum(ranges: readonly Range[]): Range {
  return ranges.reduce((total, { min, max }) => ({ min: total.min + min, max: total.max + max }), { min: 0, max: 0 });
}

function span(ranges: readonly Range[]): Range {
  if (ranges.length === 0) return { min: 0, max: 0 };
  return { min: Math.min(...ranges.map(({ min }) => min)), max: Math.max(...ranges.map(({ max }) => max)) };
}

/** What a state costs when it is entered: one transition, and for a Parallel those of its branches. */
function costOf(state: AnyState | undefined): Range {
  const branches = state?.Type === 'Parallel' ? state.Branches : [];
  return sum([{ min: 1, max: 1 }, ...branches.map((branch) => span(pathsOf(branch)))]);
}

function itemsOf(scope: AnyScope, names: readonly string[]): readonly ItemTransitions[] {
  return names.flatMap((name): readonly ItemTransitions[] => {
    const state = stateNamed(scope, name);
    if (state === undefined) return [];
    const inner = innerScopes(state).flatMap((each) => itemsOf(each, Object.keys(each.States)));
    if (state.Type !== 'Map') return inner;
    const express = isDistributed(state) && isExpressMap(state);
    const each = express ? { min: 0, max: 0 } : span(pathsOf(state.ItemProcessor));
    return [
      { map: name, per: state.ItemBatcher === undefined ? 'item' : 'batch', ...each, items: express ? [] : inner },
    ];
  });
}

/** The ways that leave a path at one of its states and come back to it no later than there. */
function loopsOf(scope: AnyScope, path: readonly string[]): readonly Loop[] {
  const loops: Loop[] = [];
  const explore = (from: number, name: string, detour: readonly string[]): void => {
    const state = stateNamed(scope, name);
    for (const { to } of state === undefined ? [] : edgesOf(state)) {
      if (to === undefined) continue;
      const back = path.indexOf(to);
      if (back === -1 && !detour.includes(to)) explore(from, to, [...detour, to]);
      if (back === -1 || back > from) continue;
      const round = sum([...path.slice(back, from + 1), ...detour].map((each) => costOf(stateNamed(scope, each))));
      if (!loops.some((loop) => loop.to === to && loop.max === round.max)) loops.push({ to, ...round });
    }
  };
  for (const [from, name] of path.entries()) explore(from, name, []);
  return loops;
}

/** The states of every way from a scope's start to an end. */
function waysOf(scope: AnyScope): readonly (readonly string[])[] {
  const ways: (readonly string[])[] = [];
  const walk = (name: string, before: readonly string[]): void => {
    const state = stateNamed(scope, name);
    if (state === undefined || before.includes(name)) return;
    const states = [...before, name];
    for (const to of new Set(edgesOf(state).map((edge) => edge.to))) {
      if (to === undefined) ways.push(states);
      else walk(to, states);
      if (ways.length > mostPaths) {
        throw new PathsError(`There are more than ${mostPaths} paths from "${scope.StartAt}". Split the workflow.`);
      }
    }
  };
  walk(scope.StartAt, []);
  return ways;
}

function pathsOf(scope: AnyScope): readonly Path[] {
  return waysOf(scope).map((states) => ({
    states,
    outcome: stateNamed(scope, states.at(-1) ?? '')?.Type === 'Fail' ? 'fails' : 'succeeds',
    ...sum(states.map((each) => costOf(stateNamed(scope, each)))),
    items: itemsOf(scope, states),
    loops: loopsOf(scope, states),
  }));
}

/**
 * Every path of a workflow, with the state transitions that a Standard execution of it is billed for: one per state
 * entered, the branches of a Parallel and the items of a Map included, retries not. A path that a loop leaves and rejoins
 * is listed once, with the loop beside it.
 * @throws PathsError when there are more than 10,000
 * @see https://aws.amazon.com/step-functions/pricing/
 */
export function paths(workflow: Workflow): readonly Path[] {
  return pathsOf(workflow);
}

/**
 * The state transitions of one path, all told.
 * @param counts how many items (or batches) each Map on the path has, by the Map's name; per item of the outer Map for one
 * that lies inside another. A Map that is not in it counts as having none.
 */
export function transitions(path: Path, counts: { readonly [map: string]: number } = {}): Range {
  const ofItems = (items: readonly ItemTransitions[]): Range =>
    sum(
      items.map((item) => {
        const each = sum([item, ofItems(item.items)]);
        const count = counts[item.map] ?? 0;
        return { min: each.min * count, max: each.max * count };
      }),
    );
  return sum([path, ofItems(path.items)]);
}
