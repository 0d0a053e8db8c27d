import { isObject, type JsonObject, type JsonValue } from '../json';

/** The names of what a Task on a resource can be given. */
export interface ParameterNames {
  known: readonly string[];
  required: readonly string[];
}

/**
 * What is wrong with the names of a Task's Parameters or Arguments, as AWS words it.
 *
 * @param given as it is written: `Name.$` is `Name`.
 */
export function nameProblems({ known, required }: ParameterNames, given: JsonObject): string[] {
  const names = Object.keys(given).map((name) => name.replace(/\.\$$/, ''));
  return [
    ...names
      .filter((name) => !known.includes(name))
      .map((name) => `The field '${name}' is not supported by Step Functions`),
    ...required
      .filter((name) => !names.includes(name))
      .map((name) => `The field '${name}' is required but was missing`),
  ];
}

/** Members that have to be lists of values by name. */
const LISTS_BY_NAME: { readonly [resource: string]: readonly string[] } = {
  'apigateway:invoke': ['Headers', 'QueryParameters'],
};

/** What is wrong with values once they are known: the Task cannot be started with them. */
export function formatProblems(resource: string, given: JsonValue): string[] {
  if (!isObject(given)) return [];
  return (LISTS_BY_NAME[resource] ?? [])
    .filter((name) => given[name] !== undefined && given[name] !== null && !areLists(given[name]))
    .map((name) => `The value of the field '${name}' has an invalid format`);
}

const areLists = (value: JsonValue | undefined) => isObject(value) && Object.values(value).every(Array.isArray);
