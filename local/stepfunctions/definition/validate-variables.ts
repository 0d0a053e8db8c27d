import { isObject, type JsonObject, type JsonValue } from '../json';
import type { Diagnostics } from './diagnostics';
import { innerRegions } from './inner-regions';

/**
 * Checks that no branch or iteration assigns a variable of a scope around it: it could not change that one, and AWS
 * refuses a second one of the same name.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope
 */
export function validateVariables(machine: JsonObject, diagnostics: Diagnostics): void {
  validateScope(machine, '', new Set(), diagnostics);
}

function validateScope(region: JsonObject, location: string, outer: Set<string>, diagnostics: Diagnostics): void {
  const own = new Set(outer);
  const states = Object.entries(region.States as JsonObject);
  for (const [name, state] of states) {
    for (const { assign, at } of assignmentsOf(state, `${location}/States/${name}`)) {
      for (const field of Object.keys(assign)) {
        const variable = field.replace(/\.\$$/, '');
        own.add(variable);
        if (!outer.has(variable)) continue;
        const message = `The variable '${variable}' is assigned in an outer scope already; inner scopes cannot assign it`;
        diagnostics.schema(message, `${at}/${field}`);
      }
    }
  }
  for (const [name, state] of states) {
    for (const inner of innerRegions(state as JsonObject, `${location}/States/${name}`)) {
      validateScope(inner.region, inner.location, own, diagnostics);
    }
  }
}

function assignmentsOf(state: JsonValue, location: string): { assign: JsonObject; at: string }[] {
  if (!isObject(state)) return [];
  const found = isObject(state.Assign) ? [{ assign: state.Assign, at: `${location}/Assign` }] : [];
  for (const list of ['Choices', 'Catch']) {
    const rules = state[list];
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of rules.entries()) {
      if (isObject(rule) && isObject(rule.Assign)) {
        found.push({ assign: rule.Assign, at: `${location}/${list}[${index}]/Assign` });
      }
    }
  }
  return found;
}
