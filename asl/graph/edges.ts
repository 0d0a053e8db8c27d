import type { AnyScope, AnyState } from '../definition/workflow';
import { stateNamed } from './scopes';

/** One way out of a state. `to` is undefined where the scope ends. */
export interface Edge {
  readonly kind: 'next' | 'choice' | 'default' | 'catch' | 'end';
  readonly to: string | undefined;
  /** What takes this way: the condition of a choice rule, or the errors of a Catch. */
  readonly when?: string;
}

/** The ways out of a state that its own success takes. */
function forward(state: AnyState): readonly Edge[] {
  switch (state.Type) {
    case 'Choice':
      return [
        ...state.Choices.map((rule): Edge => ({ kind: 'choice', to: rule.Next, when: rule.Condition })),
        ...(state.Default === undefined ? [] : [{ kind: 'default', to: state.Default } as const]),
      ];
    case 'Succeed':
    case 'Fail':
      return [{ kind: 'end', to: undefined }];
    default:
      if (state.Next !== undefined) return [{ kind: 'next', to: state.Next }];
      return state.End === true ? [{ kind: 'end', to: undefined }] : [];
  }
}

/** Every way out of a state, in the order they are tried; those of Catch come last. */
export function edgesOf(state: AnyState): readonly Edge[] {
  if (state.Type !== 'Task' && state.Type !== 'Map' && state.Type !== 'Parallel') return forward(state);
  const caught = (state.Catch ?? []).map(
    (catcher): Edge => ({ kind: 'catch', to: catcher.Next, when: catcher.ErrorEquals.join(', ') }),
  );
  return [...forward(state), ...caught];
}

/** The names of the states that can be reached from one, itself included, along the edges that `follow` accepts. */
export function reachableFrom(
  scope: AnyScope,
  start: string,
  follow: (edge: Edge) => boolean = () => true,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = stateNamed(scope, name);
    if (state === undefined || seen.has(name)) continue;
    seen.add(name);
    for (const edge of edgesOf(state)) {
      if (edge.to !== undefined && follow(edge)) waiting.push(edge.to);
    }
  }
  return seen;
}
