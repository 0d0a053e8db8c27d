import { isObject, type JsonObject, type JsonValue } from '../json';
import type { Diagnostics } from './diagnostics';
import { innerRegions } from './inner-regions';

/**
 * Checks that no branch or iteration assigns a variable of a scope around it: it could not change that one, and AWS
 * refuses a second one of the same name. What only the state itself assigns, of whose branches it is one, does not count:
 * it does so when they have ended.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope
 */
export function validateVariables(machine: JsonObject, diagnostics: Diagnostics): void {
  validateScope(machine, '', new Set(), diagnostics);
}

function validateScope(region: JsonObject, location: string, outer: Set<string>, diagnostics: Diagnostics): void {
  const states = Object.entries(region.States as JsonObject).map(([name, state]) => {
    const at = `${location}/States/${name}`;
    return { state: state as JsonObject, at, variables: variablesOf(state, at, outer, diagnostics) };
  });
  for (const own of states) {
    const inner = innerRegions(own.state, own.at);
    if (inner.length === 0) continue;
    const others = states.filter((other) => other !== own).flatMap(({ variables }) => variables);
    const around = new Set([...outer, ...others]);
    for (const { region: branch, location: at } of inner) validateScope(branch, at, around, diagnostics);
  }
}

/** The variables that a state assigns; reports those that a scope around it has. */
function variablesOf(state: JsonValue, location: string, outer: Set<string>, diagnostics: Diagnostics): string[] {
  return assignmentsOf(state, location).flatMap(({ assign, at }) =>
    Object.keys(assign).map((field) => {
      const variable = field.replace(/\.\$$/, '');
      if (outer.has(variable)) {
        const message = `The variable '${variable}' is assigned in an outer scope already; inner scopes cannot assign it`;
        diagnostics.schema(message, `${at}/${field}`);
      }
      return variable;
    }),
  );
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
