import { type ChoiceRule, isChoiceRule } from '../../definition/choice-rule';
import type { ChoiceState } from '../../definition/machine';
import { PathNotFound } from '../../expressions/json-path/errors';
import type { PathReference, PathScope } from '../../expressions/path-reference';
import { pathScope, SelectionError, type Template, unexpectedType } from '../../expressions/template';
import type { JsonValue } from '../../json';
import type { Draft } from '../draft';
import { ErrorName, StateFailure, whileExecuting } from '../failures';
import { effectiveInput, evaluate, scopeOf } from '../scope';
import { leave } from '../transition';

/** Goes where the first rule leads whose Condition is true, else to the Default. */
export async function runChoice(draft: Draft, id: number, state: ChoiceState): Promise<void> {
  const input = effectiveInput(draft, id);
  for (const choice of state.choices) {
    const { condition, location } = choice;
    const holds = isChoiceRule(condition)
      ? ruleHolds(condition, pathScope(scopeOf(draft, id, {})))
      : await isTrue(draft, id, condition, location);
    if (holds) return leave(draft, id, choice, input);
  }
  if (state.next !== undefined) return leave(draft, id, state, input);
  const sentence = 'Failed to transition out of the state. The state does not point to a next state.';
  const cause = whileExecuting(state.name, draft.activation(id).enteredEvent, sentence);
  throw new StateFailure({ error: ErrorName.noChoiceMatched, cause });
}

async function isTrue(draft: Draft, id: number, condition: Template, location: string): Promise<boolean> {
  const value = await evaluate(draft, id, condition, `${location}Condition`);
  if (typeof value !== 'boolean') throw unexpectedType(condition, `${location}Condition`, 'boolean', value);
  return value;
}

function ruleHolds(rule: ChoiceRule, scope: PathScope): boolean {
  switch (rule.kind) {
    case 'and':
      return rule.rules.every((inner) => ruleHolds(inner, scope));
    case 'or':
      return rule.rules.some((inner) => ruleHolds(inner, scope));
    case 'not':
      return !ruleHolds(rule.rule, scope);
    case 'isPresent':
      return isPresent(rule.variable, scope) === rule.expected;
    case 'type':
      return rule.test(valueAt(rule.variable, scope)) === rule.expected;
    case 'compare': {
      const other = 'path' in rule.with ? valueAt(rule.with.path, scope) : rule.with.value;
      return rule.comparison(valueAt(rule.variable, scope), other);
    }
  }
}

function isPresent(reference: PathReference, scope: PathScope): boolean {
  try {
    const value = reference.resolve(scope);
    return value !== undefined && (reference.path.definite || (Array.isArray(value) && value.length > 0));
  } catch (error) {
    if (error instanceof PathNotFound) return false;
    throw error;
  }
}

function valueAt(reference: PathReference, scope: PathScope): JsonValue {
  try {
    const value = reference.resolve(scope);
    if (value !== undefined) return value;
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
  }
  throw new SelectionError(
    `Invalid path '${reference.source}': The choice state's condition path references an invalid value.`,
  );
}
