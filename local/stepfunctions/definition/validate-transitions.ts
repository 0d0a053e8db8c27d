import { isObject, type JsonObject, type JsonValue } from '../json';
import type { Diagnostics } from './diagnostics';

interface Target {
  name: string;
  field: string;
  location: string;
}

/** Checks that every target within a block of states exists there, and that every state can be reached. */
export function validateTransitions(
  startAt: JsonValue | undefined,
  states: JsonObject,
  location: string,
  diagnostics: Diagnostics,
): void {
  if (!diagnostics.string(startAt, `${location}/StartAt`)) return;
  if (!Object.hasOwn(states, startAt)) {
    diagnostics.add('MISSING_TRANSITION_TARGET', `Missing 'StartAt' target: ${startAt}`, `${location}/StartAt`);
    return;
  }
  const reached = new Set([startAt]);
  for (const name of reached) {
    for (const target of targetsOf(states[name], `${location}/States/${name}`)) {
      if (Object.hasOwn(states, target.name)) reached.add(target.name);
      else {
        const message = `Missing '${target.field}' target: ${target.name}`;
        diagnostics.add('MISSING_TRANSITION_TARGET', message, target.location);
      }
    }
  }
  for (const name of Object.keys(states)) {
    if (reached.has(name)) continue;
    diagnostics.add('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, `${location}/States/${name}`);
  }
}

function targetsOf(state: JsonValue | undefined, location: string): Target[] {
  if (!isObject(state)) return [];
  const targets = [...target(state.Next, 'Next', `${location}/Next`)];
  targets.push(...target(state.Default, 'Default', `${location}/Default`));
  for (const list of ['Choices', 'Catch']) {
    const rules = state[list];
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of rules.entries()) {
      if (isObject(rule)) targets.push(...target(rule.Next, 'Next', `${location}/${list}[${index}]/Next`));
    }
  }
  return targets;
}

function target(name: JsonValue | undefined, field: string, location: string): Target[] {
  return typeof name === 'string' ? [{ name, field, location }] : [];
}
