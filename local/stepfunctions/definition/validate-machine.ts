import type { Integrations } from '../integrations/integrations';
import type { JsonObject, JsonValue } from '../json';
import { STATE_FIELDS } from '../supported';
import type { Diagnostics } from './diagnostics';
import { Language, type QueryLanguage } from './language';
import { validateState } from './validate-state';
import { validateTransitions } from './validate-transitions';
import { validateVariables } from './validate-variables';

export type StateMachineType = 'STANDARD' | 'EXPRESS';

/** What the checks of states need from around them. */
export interface Surroundings {
  diagnostics: Diagnostics;
  integrations: Integrations;
  /** Of the whole machine. */
  queryLanguage: QueryLanguage;
  /** Of the state at hand. */
  language: Language;
  /** Whether the states are run by EXPRESS executions, which may not do all that others may. */
  express: boolean;
  /** The labels of the Distributed Maps met so far. */
  labels: Set<string>;
  /** Checks a block of states within a state; as EXPRESS when that is said, else as what it stands in. */
  region(value: JsonValue | undefined, location: string, kind: 'branch' | 'itemProcessor', express?: boolean): void;
}

const LONGEST_NAME = 80;
const YEAR_SECONDS = 99_999_999;

/** Checks a whole definition. */
export function validateMachine(
  machine: JsonObject,
  type: StateMachineType,
  integrations: Integrations,
  diagnostics: Diagnostics,
): void {
  diagnostics.knowsPart(machine, 'machine', '');
  if (!diagnostics.requires(machine, ['States', 'StartAt'], '')) return;
  validateHeader(machine, diagnostics);
  const names = new Set<string>();
  const labels = new Set<string>();
  const queryLanguage = machine.QueryLanguage === 'JSONata' ? 'JSONata' : 'JSONPath';
  const surrounded = (express: boolean): Surroundings => ({
    diagnostics,
    integrations,
    queryLanguage,
    language: new Language(queryLanguage),
    express,
    labels,
    region: (value, location, kind, inside = express) => {
      if (!diagnostics.object(value, location)) return;
      diagnostics.knowsPart(value, kind, location);
      if (diagnostics.requires(value, ['States', 'StartAt'], location)) {
        validateStates(value, location, names, surrounded(inside));
      }
    },
  });
  validateStates(machine, '', names, surrounded(type === 'EXPRESS'));
  if (diagnostics.found.length === 0) validateVariables(machine, diagnostics);
}

function validateHeader(machine: JsonObject, diagnostics: Diagnostics): void {
  const { QueryLanguage, Version, TimeoutSeconds } = machine;
  if (Version !== undefined) diagnostics.oneOf(Version, ['1.0'], 'Version', '/Version');
  if (TimeoutSeconds !== undefined)
    diagnostics.number(TimeoutSeconds, '/TimeoutSeconds', { min: 1, max: YEAR_SECONDS });
  if (QueryLanguage !== undefined) {
    diagnostics.oneOf(QueryLanguage, ['JSONPath', 'JSONata'], 'QueryLanguage', '/QueryLanguage');
  }
}

function validateStates(region: JsonObject, location: string, names: Set<string>, surroundings: Surroundings): void {
  const { diagnostics } = surroundings;
  const { States: states } = region;
  if (!diagnostics.object(states, `${location}/States`)) return;
  if (Object.keys(states).length === 0) diagnostics.schema('Value cannot be empty', `${location}/States`);
  for (const [name, state] of Object.entries(states)) {
    const at = `${location}/States/${name}`;
    if (names.has(name)) diagnostics.add('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, at);
    names.add(name);
    if (name.length > LONGEST_NAME) diagnostics.schema(`State name cannot exceed ${LONGEST_NAME} characters`, at);
    if (!diagnostics.object(state, at) || !diagnostics.requires(state, ['Type'], at)) continue;
    const types = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'];
    if (!diagnostics.oneOf(state.Type, types, 'Type', `${at}/Type`)) continue;
    const queryLanguage = validateQueryLanguage(state, at, surroundings);
    if (!queryLanguage) continue;
    diagnostics.knows(state, STATE_FIELDS[state.Type as keyof typeof STATE_FIELDS], at, queryLanguage);
    validateState(state, at, { ...surroundings, language: new Language(queryLanguage) });
  }
  validateTransitions(region.StartAt, states, location, diagnostics);
}

/** The state's query language, its own or the machine's; undefined when it may not have that. */
function validateQueryLanguage(
  state: JsonObject,
  at: string,
  { diagnostics, queryLanguage }: Surroundings,
): QueryLanguage | undefined {
  const { QueryLanguage: own } = state;
  if (own === undefined) return queryLanguage;
  if (!diagnostics.oneOf(own, ['JSONPath', 'JSONata'], 'QueryLanguage', `${at}/QueryLanguage`)) return undefined;
  if (queryLanguage === 'JSONata' && own === 'JSONPath') {
    diagnostics.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", at);
    return undefined;
  }
  return own as QueryLanguage;
}
