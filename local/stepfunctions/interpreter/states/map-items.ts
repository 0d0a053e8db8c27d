import type { MapState } from '../../definition/machine';
import { conflictOf, parseReferencePath } from '../../expressions/reference-path';
import { EvaluationError, unexpectedType } from '../../expressions/template';
import type { JsonValue } from '../../json';
import type { Draft } from '../draft';
import { ErrorName, StateFailure } from '../failures';
import { effectiveInput, evaluate } from '../scope';

/** The items of a Map state that has no ItemReader: its Items, else its input. @throws EvaluationError */
export async function itemsOf(draft: Draft, id: number, state: MapState): Promise<JsonValue[]> {
  if (state.items) {
    if (state.items.kind === 'reference') refuseConflict(draft, id, state.items.reference.source);
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

/** AWS walks along an ItemsPath into the input, and tells at which step that ends. @throws ReferencePathConflict */
function refuseConflict(draft: Draft, id: number, source: string): void {
  const path = source.startsWith('$.') || source.startsWith('$[') ? parseReferencePath(source) : undefined;
  const conflict = path && conflictOf(path, effectiveInput(draft, id).value);
  if (conflict) throw conflict;
}

const mustBeArray = (source: string) =>
  new StateFailure({
    error: ErrorName.runtime,
    cause: `Reference path "${source.replace(/^\$\$/, '$')}" must point to array.`,
  });
