import type { StateType } from '../definition/machine';
import { STATE_FIELDS } from '../supported';

type ByType = Readonly<Record<StateType, string>>;

/** The types of the events with which a thread enters and leaves its states. */
export const STATE_ENTERED = byType('StateEntered');
export const STATE_EXITED = byType('StateExited');

/** Made once: a history of thousands of events would else hold as many copies of a name. */
function byType(event: string): ByType {
  return Object.fromEntries(Object.keys(STATE_FIELDS).map((type) => [type, `${type}${event}`])) as ByType;
}
