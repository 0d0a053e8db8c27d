import type { PlacedScope, PlacedState } from '../graph/scopes';

/** The rules, by the names that findings carry. */
export type Rule =
  | 'catch-only-fails'
  | 'choice-default'
  | 'duplicate-name'
  | 'endless-loop'
  | 'error-order'
  | 'jsonata-syntax'
  | 'map-fields'
  | 'name'
  | 'payload-body'
  | 'resource-identifier'
  | 'task-call'
  | 'task-retry'
  | 'task-timeout'
  | 'task-token'
  | 'transition'
  | 'unreachable-state'
  | 'waits-in-express';

/** One thing that is wrong with a workflow. The message is a sentence that names the state and says what to do. */
export interface Finding {
  readonly rule: Rule;
  readonly state: string;
  readonly message: string;
}

/** A rule about a scope as a whole. */
export type ScopeRule = (placed: PlacedScope) => readonly Finding[];

/** A rule about one state. */
export type StateRule = (placed: PlacedState) => readonly Finding[];

/** How a message names a state: with the Map and Parallel states around it, when there are any. */
export function called(name: string, inside: readonly string[]): string {
  return inside.length === 0 ? `"${name}"` : `"${name}" (in ${inside.map((outer) => `"${outer}"`).join(', ')})`;
}
