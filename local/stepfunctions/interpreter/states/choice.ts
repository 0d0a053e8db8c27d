import type { ChoiceState } from '../../definition/machine';
import { unexpectedType } from '../../expressions/template';
import type { Draft } from '../draft';
import { ErrorName, StateFailure, whileExecuting } from '../failures';
import { evaluate } from '../scope';
import { leave } from '../transition';

/** Goes where the first rule leads whose Condition is true, else to the Default. */
export async function runChoice(draft: Draft, id: number, state: ChoiceState): Promise<void> {
  const { input } = draft.thread(id);
  for (const choice of state.choices) {
    const location = `${choice.location}Condition`;
    const condition = await evaluate(draft, id, choice.condition, location);
    if (typeof condition !== 'boolean') throw unexpectedType(choice.condition, location, 'boolean', condition);
    if (condition) return leave(draft, id, choice, input);
  }
  if (state.next !== undefined) return leave(draft, id, state, input);
  const sentence = 'Failed to transition out of the state. The state does not point to a next state.';
  const cause = whileExecuting(state.name, draft.activation(id).enteredEvent, sentence);
  throw new StateFailure({ error: ErrorName.noChoiceMatched, cause });
}
