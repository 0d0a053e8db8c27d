import { isObject, type JsonObject, type JsonValue } from '../json';
import type { Diagnostics } from './diagnostics';

interface Target {
  name: string;
  location: string;
}

/**
 * Checks that every target within a block of states exists there, that every state can be reached, and that the machine
 * as a whole can come to an end.
 */
export function validateTransitions(
  startAt: JsonValue | undefined,
  states: JsonObject,
  location: string,
  diagnostics: Diagnostics,
): void {
  if (!diagnostics.string(startAt, `${location}/StartAt`)) return;
  const start = { name: startAt, location: `${location}/StartAt` };
  const reached = new Set<string>();
  follow([start], states, reached, diagnostics);
  for (const name of reached)
    follow(targetsOf(states[name], `${location}/States/${name}`), states, reached, diagnostics);
  // AWS looks at the machine's own states for that, and then no longer for those that cannot be reached.
  if (location === '' && !Object.values(states).some(isTerminal)) {
    diagnostics.general('MISSING_END_STATE', 'Workflow has no terminal state');
    return;
  }
  for (const name of Object.keys(states)) {
    if (reached.has(name)) continue;
    diagnostics.add('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, `${location}/States/${name}`);
  }
}

/** Notes the targets as reached, and reports those that are not there. */
function follow(targets: Target[], states: JsonObject, reached: Set<string>, diagnostics: Diagnostics): void {
  for (const { name, location } of targets) {
    if (Object.hasOwn(states, name)) reached.add(name);
    // AWS calls every field Next.
    else diagnostics.add('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${name}`, location);
  }
}

function isTerminal(state: JsonValue): boolean {
  return isObject(state) && (state.End === true || state.Type === 'Succeed' || state.Type === 'Fail');
}

function targetsOf(state: JsonValue | undefined, location: string): Target[] {
  if (!isObject(state)) return [];
  const targets = [...target(state.Next, `${location}/Next`), ...target(state.Default, `${location}/Default`)];
  for (const list of ['Choices', 'Catch']) {
    const rules = state[list];
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of rules.entries()) {
      if (isObject(rule)) targets.push(...target(rule.Next, `${location}/${list}[${index}]/Next`));
    }
  }
  return targets;
}

function target(name: JsonValue | undefined, location: string): Target[] {
  return typeof name === 'string' ? [{ name, location }] : [];
}
