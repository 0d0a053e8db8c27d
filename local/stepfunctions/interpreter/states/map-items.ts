import type { MapState } from '../../definition/machine';
import { EvaluationError, unexpectedType } from '../../expressions/template';
import type { JsonValue } from '../../json';
import type { Draft } from '../draft';
import { ErrorName, StateFailure } from '../failures';
import { effectiveInput, evaluate } from '../scope';

/** The items of a Map state that has no ItemReader: its Items, else its input. @throws EvaluationError */
export async function itemsOf(draft: Draft, id: number, state: MapState): Promise<JsonValue[]> {
  if (state.items) {
    const items = await evaluate(draft, id, state.items, 'Items');
    if (Array.isArray(items)) return items;
    if (state.items.kind === 'reference') throw mustBeArray(state.items.reference.source);
    throw unexpectedType(state.items, 'Items', 'array', items);
  }
  const { value, text } = effectiveInput(draft, id);
  if (state.paths && !Array.isArray(value)) throw mustBeArray('$');
  if (!Array.isArray(value)) throw new EvaluationError('', `Map state input must be an array but was: ${text}`);
  return value;
}

const mustBeArray = (source: string) =>
  new StateFailure({
    error: ErrorName.runtime,
    cause: `Reference path "${source.replace(/^\$\$/, '$')}" must point to array.`,
  });
