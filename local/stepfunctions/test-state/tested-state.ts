import { compileMachine } from '../definition/compile';
import { languageOf, type QueryLanguage } from '../definition/language';
import type { ContainerState, Machine, Region, State } from '../definition/machine';
import { describeDiagnostics, validateDefinition } from '../definition/validate';
import { invalidDefinition, validationException } from '../errors';
import type { Integrations } from '../integrations/integrations';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { isIntegration } from './called-apis';

/** What AWS calls a tested state, in the context object and in messages, whatever its own name is. */
export const STATE_NAME = 'StateName';

/** A state to test, and what stands around it in its definition. */
export interface TestedState {
  state: State;
  language: QueryLanguage;
  /** The whole definition; the states within the tested one are run from it. */
  machine: Machine;
  /** The Map and Parallel states that the state stands in, the innermost first. */
  ancestors: ContainerState[];
}

/**
 * Finds the state to test.
 *
 * @param name of a state in the definition of a state machine; without it the definition is that of a state.
 * @throws InvalidDefinition, ValidationException
 */
export function testedState(definition: string, name: string | undefined, integrations: Integrations): TestedState {
  const text = name === undefined ? machineAround(definition) : definition;
  const validation = validateDefinition(text, 'STANDARD', whollyIntegrated(integrations));
  if (!validation.definition) throw invalidDefinition(describeDiagnostics(validation.diagnostics));
  const machine = compileMachine(validation.definition);
  const found = [...machine.regions.values()].find(({ states }) => states.has(name ?? STATE_NAME));
  const state = found?.states.get(name ?? STATE_NAME);
  if (!found || !state) throw validationException('State not found in definition');
  const source = (found.source.States as JsonObject)[state.name] as JsonObject;
  const ofMachine = (validation.definition.QueryLanguage as QueryLanguage | undefined) ?? 'JSONPath';
  return { state, language: languageOf(source, ofMachine), machine, ancestors: ancestorsOf(machine, found) };
}

/** The names of all states within the state. */
export function statesWithin({ state, machine }: TestedState): Set<string> {
  const names = new Set<string>();
  const visit = (container: State) => {
    for (const pointer of innerPointers(container)) {
      for (const inner of machine.regions.get(pointer)?.states.values() ?? []) {
        names.add(inner.name);
        visit(inner);
      }
    }
  };
  visit(state);
  return names;
}

/** Where the machine around a state alone begins and ends. */
const [BEGINNING, ENDING] = ['(beginning)', '(ending)'];

/** A state alone may lead to any other: all of them are made up here, and what makes a machine of them that has an end. */
function machineAround(definition: string): string {
  let state: JsonValue;
  try {
    state = JSON.parse(definition) as JsonValue;
  } catch {
    // The validation says what is wrong.
    return definition;
  }
  if (!isObject(state)) return definition;
  const rules = [state.Choices, state.Catch].flatMap((list) => (Array.isArray(list) ? list : []));
  const targets = [state.Next, state.Default, ...rules.map((rule) => (isObject(rule) ? rule.Next : undefined))];
  const names = targets.filter((target) => typeof target === 'string');
  const made = Object.fromEntries(names.map((target) => [target, { Type: 'Succeed' }]));
  const Choices = [{ Variable: '$', IsPresent: true, Next: STATE_NAME }];
  const around = { [BEGINNING]: { Type: 'Choice', Choices, Default: ENDING }, [ENDING]: { Type: 'Succeed' } };
  return JSON.stringify({ StartAt: BEGINNING, States: { ...around, ...made, [STATE_NAME]: state } });
}

/** With these, a definition may name every integration that there is: that of a tested state need not be called. */
function whollyIntegrated(integrations: Integrations): Integrations {
  const unreachable = () => {
    throw new Error('A definition that is only checked reads and writes no objects.');
  };
  return {
    supports: (resource, pattern) => integrations.supports(resource, pattern) || isIntegration(resource),
    call: (request) => integrations.call(request),
    objects: integrations.objects ?? { get: unreachable, list: unreachable, put: unreachable, upload: unreachable },
  };
}

function ancestorsOf(machine: Machine, region: Region): ContainerState[] {
  for (const around of machine.regions.values()) {
    for (const state of around.states.values()) {
      const isContainer = state.type === 'Map' || state.type === 'Parallel';
      if (isContainer && innerPointers(state).includes(region.pointer)) return [state, ...ancestorsOf(machine, around)];
    }
  }
  return [];
}

function innerPointers(state: State): string[] {
  if (state.type === 'Parallel') return state.branches;
  return state.type === 'Map' ? [state.processor] : [];
}
