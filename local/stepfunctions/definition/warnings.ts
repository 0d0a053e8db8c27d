import { isObject, type JsonObject, type JsonValue } from '../json';
import { OPERATORS } from './choice-rule';
import type { Diagnostic, WarningCode } from './diagnostics';
import { innerRegions } from './inner-regions';
import { isSelection } from './validate-paths';

/** Fields that hold payload templates, wherever in a state they stand. */
const TEMPLATES = new Set(['Parameters', 'ResultSelector', 'ItemSelector', 'Assign', 'BatchInput']);

/** What stands in a state and has such fields, and those of `WITH_PATH`, of its own. */
const PARTS = new Set(['Choices', 'And', 'Or', 'Not', 'Catch', 'ItemReader', 'ItemBatcher', 'ResultWriter']);

/** Fields that hold any text, and have a form `…Path`. A path in a field of another type is an error. */
const WITH_PATH = new Set([
  'Error',
  'Cause',
  ...[...OPERATORS].filter((name) => name.startsWith('String') && OPERATORS.has(`${name}Path`)),
]);

/**
 * What is right in a definition and yet hardly meant: texts that would be evaluated if their field were named otherwise.
 * Whatever else is wrong with the definition is passed over.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
 */
export function warningsOf(machine: JsonObject): Diagnostic[] {
  return ofRegion(machine, '', machine.QueryLanguage ?? 'JSONPath');
}

function ofRegion({ States }: JsonObject, location: string, queryLanguage: JsonValue): Diagnostic[] {
  return Object.entries(isObject(States) ? States : {}).flatMap(([name, state]) => {
    if (!isObject(state)) return [];
    const at = `${location}/States/${name}`;
    const own = (state.QueryLanguage ?? queryLanguage) === 'JSONPath' ? ofPart(state, at) : [];
    return [
      ...own,
      ...innerRegions(state, at).flatMap((inner) => ofRegion(inner.region, inner.location, queryLanguage)),
    ];
  });
}

function ofPart(part: JsonObject, location: string): Diagnostic[] {
  return Object.entries(part).flatMap(([field, value]) => {
    const at = `${location}/${field}`;
    if (TEMPLATES.has(field)) return ofTemplate(value, at);
    if (field === 'Result') return ofResult(field, value, at);
    if (WITH_PATH.has(field))
      return isPath(value) ? [warning('NO_PATH', instead(field, `${field}Path`, value), at)] : [];
    if (!PARTS.has(field)) return [];
    if (isObject(value)) return ofPart(value, at);
    const parts = Array.isArray(value) ? value.entries() : [];
    return [...parts].flatMap(([index, inner]) => (isObject(inner) ? ofPart(inner, `${at}[${index}]`) : []));
  });
}

function ofTemplate(value: JsonValue, at: string): Diagnostic[] {
  if (Array.isArray(value)) return value.flatMap((element) => ofTemplate(element, at));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    if (name.endsWith('.$')) return [];
    return isDynamic(field) ? [warning('NO_DOLLAR', instead(name, `${name}.$`, field), at)] : ofTemplate(field, at);
  });
}

/** @param name of the field that holds the value. */
function ofResult(name: string, value: JsonValue, at: string): Diagnostic[] {
  if (Array.isArray(value)) return value.flatMap((element) => ofResult(name, element, at));
  if (isObject(value)) return Object.entries(value).flatMap(([inner, field]) => ofResult(inner, field, at));
  if (!isDynamic(value)) return [];
  const kinds = 'a JSONPath or Intrinsic Function at runtime';
  const message = `The value of '${name}' will not evaluate as ${kinds}. Instead of 'Result', use 'Parameters' to evaluate it as ${kinds}.`;
  return [warning('PASS_RESULT_IS_STATIC', message, at)];
}

function instead(name: string, other: string, value: JsonValue): string {
  const kind = isPath(value) ? 'a JSONPath' : 'an Intrinsic Function';
  return `The value of '${name}' looks like ${kind}. Instead of '${name}', use '${other}' to evaluate it as ${kind} at runtime.`;
}

const isDynamic = (value: JsonValue): value is string => typeof value === 'string' && isSelection(value);
const isPath = (value: JsonValue) => isDynamic(value) && value.startsWith('$');

function warning(code: WarningCode, message: string, location: string): Diagnostic {
  return { severity: 'WARNING', code, message, location };
}
