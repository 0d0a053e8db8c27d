import type { AnyMap, AnyScope, AnyState } from '../definition/workflow';

/** A scope and where it lies: the Map and Parallel states around it, outermost first. */
export interface PlacedScope {
  readonly scope: AnyScope;
  readonly inside: readonly string[];
  /** Whether an Express execution runs it, so that nothing in it can wait. */
  readonly express: boolean;
}

/** A state and where it lies. */
export interface PlacedState extends PlacedScope {
  readonly name: string;
  readonly state: AnyState;
}

/** The state of a name; undefined when the scope has none, whatever the name is. */
export function stateNamed(scope: AnyScope, name: string): AnyState | undefined {
  return Object.hasOwn(scope.States, name) ? scope.States[name] : undefined;
}

/** Whether a Map runs its items as executions of their own. */
export function isDistributed(state: AnyMap): boolean {
  return state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
}

/** Whether a Map's items run as Express executions. */
export function isExpressMap(state: AnyMap): boolean {
  const config = state.ItemProcessor.ProcessorConfig;
  return config?.Mode === 'DISTRIBUTED' && config.ExecutionType === 'EXPRESS';
}

/** The scopes directly inside a state: a Map's processor, or a Parallel's branches in order. */
export function innerScopes(state: AnyState): readonly AnyScope[] {
  if (state.Type === 'Map') return [state.ItemProcessor];
  if (state.Type === 'Parallel') return state.Branches;
  return [];
}

/** Every scope of a workflow, outer before inner, in the order they are written. */
export function scopesOf(scope: AnyScope, express = false, inside: readonly string[] = []): readonly PlacedScope[] {
  const within = Object.entries(scope.States).flatMap(([name, state]) =>
    innerScopes(state).flatMap((inner) =>
      scopesOf(inner, express || (state.Type === 'Map' && isExpressMap(state)), [...inside, name]),
    ),
  );
  return [{ scope, inside, express }, ...within];
}

/** Every state of a workflow, of all its scopes. */
export function statesOf(scope: AnyScope, express = false): readonly PlacedState[] {
  return scopesOf(scope, express).flatMap((placed) =>
    Object.entries(placed.scope.States).map(([name, state]) => ({ ...placed, name, state })),
  );
}
