import type { MapState } from '../../definition/machine';
import { EvaluationError, unexpectedType } from '../../expressions/template';
import type { JsonValue } from '../../json';
import type { Draft } from '../draft';
import { evaluate } from '../scope';

/** The items of a Map state that has no ItemReader: its Items, else its input. @throws EvaluationError */
export async function itemsOf(draft: Draft, id: number, state: MapState): Promise<JsonValue[]> {
  if (state.items) {
    const items = await evaluate(draft, id, state.items, 'Items');
    if (!Array.isArray(items)) throw unexpectedType(state.items, 'Items', 'array', items);
    return items;
  }
  const { value, text } = draft.thread(id).input;
  if (!Array.isArray(value)) throw new EvaluationError('', `Map state input must be an array but was: ${text}`);
  return value;
}
