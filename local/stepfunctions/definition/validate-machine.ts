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
const LONGEST_SECONDS = 99_999_999;
const TYPES = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'];
const QUERY_LANGUAGES = ['JSONPath', 'JSONata'];

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
  const queryLanguage = effectiveLanguage(machine.QueryLanguage, 'JSONPath');
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
  if (Version !== undefined) diagnostics.oneOf(Version, ['1.0'], '/Version');
  if (TimeoutSeconds !== undefined)
    diagnostics.number(TimeoutSeconds, '/TimeoutSeconds', { min: 1, max: LONGEST_SECONDS });
  if (QueryLanguage !== undefined) diagnostics.oneOf(QueryLanguage, QUERY_LANGUAGES, '/QueryLanguage');
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
    if (name.length > LONGEST_NAME) {
      const message = `Invalid State name: State '${name}' exceeds the ${LONGEST_NAME}-character limit allowed by the service`;
      diagnostics.add('INVALID_STATE_NAME', message, at);
    }
    if (!diagnostics.object(state, at) || !diagnostics.requires(state, ['Type'], at)) continue;
    if (!TYPES.some((type) => type === state.Type)) {
      diagnostics.schema(`The field 'Type' should have one of these values: [${TYPES.join(', ')}]`, `${at}/Type`);
      continue;
    }
    const language = validateLanguage(state, at, surroundings);
    validateState(state, at, { ...surroundings, language });
  }
  validateTransitions(region.StartAt, states, location, diagnostics);
}

/** The state's query language, its own or the machine's; checks it, and the fields that a state of that language has. */
function validateLanguage(state: JsonObject, at: string, { diagnostics, queryLanguage }: Surroundings): Language {
  const { QueryLanguage: own } = state;
  const language = effectiveLanguage(own, queryLanguage);
  const fields = STATE_FIELDS[state.Type as keyof typeof STATE_FIELDS];
  if (queryLanguage === 'JSONata' && language === 'JSONPath') {
    diagnostics.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", at);
    diagnostics.knows(state, fields, at);
  } else diagnostics.knows(state, fields, at, language);
  if (own !== undefined) diagnostics.oneOf(own, QUERY_LANGUAGES, `${at}/QueryLanguage`);
  return new Language(language);
}

/** AWS takes everything that is not exactly `JSONPath` for JSONata, and reports it beside. */
function effectiveLanguage(given: JsonValue | undefined, otherwise: QueryLanguage): QueryLanguage {
  if (given === undefined) return otherwise;
  return given === 'JSONPath' ? 'JSONPath' : 'JSONata';
}
