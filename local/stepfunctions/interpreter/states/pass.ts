import type { PassState, SucceedState } from '../../definition/machine';
import type { Draft } from '../draft';
import { payload } from '../payload';
import { evaluate, effectiveInput } from '../scope';
import { leave } from '../transition';

/** Pass: in JSONPath the result is Result, Parameters or the input; in JSONata Output tells. */
export async function runPass(draft: Draft, id: number, state: PassState): Promise<void> {
  if (state.result !== undefined) return leave(draft, id, state, payload(state.result));
  if (!state.arguments) return runSucceed(draft, id, state);
  await leave(draft, id, state, payload(await evaluate(draft, id, state.arguments, 'Parameters')));
}

/** Succeed: the output is the input, unless Output or the paths say otherwise. */
export async function runSucceed(draft: Draft, id: number, state: PassState | SucceedState): Promise<void> {
  await leave(draft, id, state, effectiveInput(draft, id));
}
