import type { PassState, SucceedState } from '../../definition/machine';
import type { Draft } from '../draft';
import { leave } from '../transition';

/** Pass and Succeed: the output is the input, unless Output says otherwise. */
export async function runPass(draft: Draft, id: number, state: PassState | SucceedState): Promise<void> {
  await leave(draft, id, state, draft.thread(id).input);
}
