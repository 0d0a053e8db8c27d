import type { PassState, SucceedState } from '../../definition/machine';
import type { Template } from '../../expressions/template';
import type { Draft } from '../draft';
import { payload } from '../payload';
import { effectiveInput, evaluate } from '../scope';
import { leave } from '../transition';

/** Pass: in JSONPath the result is Result, Parameters or the input; in JSONata Output tells. */
export function runPass(draft: Draft, id: number, state: PassState): Promise<void> {
  if (state.result !== undefined) return leave(draft, id, state, payload(state.result));
  return state.arguments ? passParameters(draft, id, state, state.arguments) : runSucceed(draft, id, state);
}

async function passParameters(draft: Draft, id: number, state: PassState, parameters: Template): Promise<void> {
  await leave(draft, id, state, payload(await evaluate(draft, id, parameters, 'Parameters')));
}

/** Succeed: the output is the input, unless Output or the paths say otherwise. */
export function runSucceed(draft: Draft, id: number, state: PassState | SucceedState): Promise<void> {
  return leave(draft, id, state, effectiveInput(draft, id));
}
