import type { ResultPaths, Transition } from '../definition/machine';
import { putAt } from '../expressions/reference-path';
import { followPath, pathScope } from '../expressions/template';
import { WHOLE } from '../history/history-event';
import type { JsonObject } from '../json';
import type { Draft } from './draft';
import { dataLimitExceeded, StateFailure } from './failures';
import { finishThread } from './finish';
import { isTooLarge, LARGEST_PAYLOAD, type Payload, payload } from './payload';
import { type Bindings, evaluate, scopeOf } from './scope';
import { STATE_EXITED } from './state-events';

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
  const assigned =
    transition.assign.length === 0
      ? undefined
      : await assignedVariables(draft, id, transition, { root: result.value, ...bindings });
  const output = await outputOf(draft, id, transition, result, bindings);
  if (isTooLarge(output.text)) throw new StateFailure(dataLimitExceeded(name));
  const details = { name, output: output.text, outputDetails: WHOLE };
  const exited = draft.record(
    STATE_EXITED[type],
    draft.thread(id).lastEvent,
    assigned ? { ...details, assignedVariables: texts(assigned), assignedVariablesDetails: WHOLE } : details,
  );
  const thread = draft.thread(id);
  const variables = assigned ? { ...thread.variables, ...assigned } : thread.variables;
  const left = { ...thread, variables, lastEvent: exited, activation: null };
  if (transition.next === undefined) {
    draft.replace(id, left);
    finishThread(draft, id, output);
  } else {
    left.state = transition.next;
    left.input = output;
    draft.replace(id, left);
    draft.enqueue(id);
  }
}

/** In JSONPath: ResultSelector makes something of the result, and the paths go on with that. */
async function outputOf(
  draft: Draft,
  id: number,
  { output, paths, location }: Transition,
  result: Payload,
  bindings: Bindings,
): Promise<Payload> {
  if (!paths) return output ? payload(await evaluate(draft, id, output, `${location}Output`, bindings)) : result;
  const { resultSelector } = paths;
  if (!resultSelector) return applyResultPaths(draft, id, paths, result);
  const selected = await evaluate(draft, id, resultSelector, 'ResultSelector', { root: result.value });
  return applyResultPaths(draft, id, paths, payload(selected));
}

/** ResultPath puts the result into the state's input, OutputPath chooses what of that is passed on. */
function applyResultPaths(draft: Draft, id: number, { resultPath, outputPath }: ResultPaths, result: Payload): Payload {
  const { input } = draft.thread(id);
  let output = result;
  draft.observer?.result('afterResultSelector', output.text);
  if (resultPath === null) output = input;
  else if (resultPath) output = payload(putAt(resultPath, input.value, output.value));
  draft.observer?.result('afterResultPath', output.text);
  if (outputPath === undefined) return output;
  if (outputPath === null) return payload({});
  return payload(followPath(outputPath, pathScope(scopeOf(draft, id, { root: output.value }))));
}

/** The variables that the transition assigns; all see the values from before it. */
async function assignedVariables(
  draft: Draft,
  id: number,
  { assign, location }: Transition,
  bindings: Bindings,
): Promise<JsonObject> {
  const variables: JsonObject = {};
  for (const [name, template] of assign) {
    const value = await evaluate(draft, id, template, `${location}Assign/${name}`, bindings);
    variables[name] = value;
  }
  checkSize(draft, id, variables);
  return variables;
}

/** The most that the variables of a scope may take together, in bytes. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LARGEST_SCOPE = 10 * 1024 * 1024;

/** What one Assign gives may be as large as any payload, and all variables together as large as forty. @throws StateFailure */
function checkSize(draft: Draft, id: number, assigned: JsonObject): void {
  const tooLarge = () => new StateFailure(dataLimitExceeded(draft.state(id).name));
  if (isTooLarge(JSON.stringify(assigned))) throw tooLarge();
  const all = { ...draft.thread(id).variables, ...assigned };
  // Fewer cannot take that much.
  if (Object.keys(all).length * LARGEST_PAYLOAD <= LARGEST_SCOPE) return;
  if (Buffer.byteLength(JSON.stringify(all)) > LARGEST_SCOPE) throw tooLarge();
}

/** History tells each variable's value as JSON text. */
function texts(variables: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)]));
}
