import { compileMachine } from '../definition/compile';
import type { JsonObject } from '../json';
import type { StateMachine } from '../store/state-machines';

/** All of a state machine but what is made of its definition, and the tags, which all revisions share. */
export function saveStateMachine({ machine: _machine, tags: _tags, ...saved }: StateMachine): JsonObject {
  return saved as unknown as JsonObject;
}

/** The state machine again, as `saveStateMachine` has saved it. */
export function restoreStateMachine(saved: JsonObject, tags: Map<string, string>): StateMachine {
  const plain = saved as unknown as Omit<StateMachine, 'machine' | 'tags'>;
  return { ...plain, machine: compileMachine(JSON.parse(plain.definition) as JsonObject), tags };
}
