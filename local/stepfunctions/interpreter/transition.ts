import type { Transition } from '../definition/machine';
import { WHOLE } from '../history/history-event';
import type { JsonObject } from '../json';
import type { Draft } from './draft';
import { dataLimitExceeded, StateFailure } from './failures';
import { finishThread } from './finish';
import { isTooLarge, type Payload, payload } from './payload';
import { type Bindings, evaluate } from './scope';

/**
 * Leaves the thread's state: evaluates Assign and Output, records the exit, and goes to the next state or finishes the
 * thread.
 *
 * @param result what the state passes on where the transition has no Output.
 * @throws EvaluationError, StateFailure
 */
export async function leave(
  draft: Draft,
  id: number,
  transition: Transition,
  result: Payload,
  bindings: Bindings = {},
): Promise<void> {
  const { name, type } = draft.state(id);
  const assigned = await assignedVariables(draft, id, transition, bindings);
  const output = transition.output
    ? payload(await evaluate(draft, id, transition.output, `${transition.location}Output`, bindings))
    : result;
  if (isTooLarge(output.text)) throw new StateFailure(dataLimitExceeded(name));
  const exited = draft.recordNext(id, `${type}StateExited`, {
    name,
    output: output.text,
    outputDetails: WHOLE,
    ...(assigned ? { assignedVariables: texts(assigned), assignedVariablesDetails: WHOLE } : {}),
  });
  const variables = assigned ? { ...draft.thread(id).variables, ...assigned } : draft.thread(id).variables;
  draft.update(id, { variables, lastEvent: exited, activation: null });
  if (transition.next === undefined) finishThread(draft, id, output);
  else {
    draft.update(id, { state: transition.next, input: output });
    draft.enqueue(id);
  }
}

/** The variables that the transition assigns; all see the values from before it. */
async function assignedVariables(
  draft: Draft,
  id: number,
  { assign, location }: Transition,
  bindings: Bindings,
): Promise<JsonObject | undefined> {
  if (assign.length === 0) return undefined;
  const variables: JsonObject = {};
  for (const [name, template] of assign) {
    const value = await evaluate(draft, id, template, `${location}Assign/${name}`, bindings);
    if (isTooLarge(JSON.stringify(value))) throw new StateFailure(dataLimitExceeded(draft.state(id).name));
    variables[name] = value;
  }
  return variables;
}

/** History tells each variable's value as JSON text. */
function texts(variables: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)]));
}
