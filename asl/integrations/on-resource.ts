import type { Call, Grant } from './integration';
import type { Identification, PolicyScope } from './policy-scope';
import { literal } from './read-arguments';

/** A permission on the one resource that an argument names. */
export function onResource(
  action: string,
  argument: string,
  by: Identification,
): (call: Call, scope: PolicyScope) => readonly Grant[] {
  return (call, scope) => [
    { actions: [action], resources: [scope.identify(call.state, argument, literal(call, argument), by)] },
  ];
}
