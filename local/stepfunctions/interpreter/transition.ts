import type { ResultPaths, Transition } from '../definition/machine';
import { putAt } from '../expressions/reference-path';
import { followPath } from '../expressions/template';
import { WHOLE } from '../history/history-event';
import type { JsonObject } from '../json';
import type { Draft } from './draft';
import { dataLimitExceeded, StateFailure } from './failures';
import { finishThread } from './finish';
import { isTooLarge, type Payload, payload } from './payload';
import { type Bindings, evaluate, scopeOf } from './scope';

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
  const assigned = await assignedVariables(draft, id, transition, { root: result.value, ...bindings });
  const output = await outputOf(draft, id, transition, result, bindings);
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

async function outputOf(
  draft: Draft,
  id: number,
  { output, paths, location }: Transition,
  result: Payload,
  bindings: Bindings,
): Promise<Payload> {
  if (paths) return applyResultPaths(draft, id, paths, result);
  return output ? payload(await evaluate(draft, id, output, `${location}Output`, bindings)) : result;
}

/** ResultSelector makes something of the result, ResultPath puts it into the state's input, OutputPath chooses what is passed on. */
async function applyResultPaths(draft: Draft, id: number, paths: ResultPaths, result: Payload): Promise<Payload> {
  const { resultSelector, resultPath, outputPath } = paths;
  const { input, variables } = draft.thread(id);
  let output = result;
  if (resultSelector) {
    output = payload(await evaluate(draft, id, resultSelector, 'ResultSelector', { root: result.value }));
  }
  draft.observer?.result('afterResultSelector', output.text);
  if (resultPath === null) output = input;
  else if (resultPath) output = payload(putAt(resultPath, input.value, output.value));
  draft.observer?.result('afterResultPath', output.text);
  if (outputPath === undefined) return output;
  if (outputPath === null) return payload({});
  const { context = null } = scopeOf(draft, id, {}).states;
  return payload(followPath(outputPath, { root: output.value, context, variables }));
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
