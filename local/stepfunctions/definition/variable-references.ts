import jsonata from 'jsonata';
import { expressionSource } from '../expressions/template';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { innerRegions } from './inner-regions';
import { languageOf, type QueryLanguage } from './language';

/**
 * The variables that each state refers to, as DescribeStateMachine tells them: by the state's name, in their order.
 * States that refer to none are not among them.
 *
 * @param definition JSON text that `validateDefinition` has found faultless.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
 */
export function variableReferences(definition: string): Record<string, string[]> {
  const machine = JSON.parse(definition) as JsonObject;
  const language = machine.QueryLanguage === 'JSONata' ? 'JSONata' : 'JSONPath';
  const states = statesOf(machine);
  const assigned = new Set(states.flatMap(([, state]) => assignedBy(state)));
  const found = states.map(([name, state]): [string, string[]] => [name, referencesOf(state, language, assigned)]);
  return Object.fromEntries(found.filter(([, names]) => names.length > 0));
}

/** Those of all regions, inner ones after the state that they stand in. */
function statesOf(region: JsonObject): [name: string, state: JsonObject][] {
  return Object.entries(region.States as JsonObject).flatMap(([name, state]) => {
    if (!isObject(state)) return [];
    return [
      [name, state] as [string, JsonObject],
      ...innerRegions(state, '').flatMap((inner) => statesOf(inner.region)),
    ];
  });
}

/** A state's own fields: what its branches or iterations have is told of their states. */
function ownFields(state: JsonObject): [field: string, value: JsonValue][] {
  return Object.entries(state).filter(([field]) => !['Branches', 'ItemProcessor', 'Iterator'].includes(field));
}

function assignedBy(state: JsonObject): string[] {
  const rules = [state.Choices, state.Catch].flatMap((list) => (Array.isArray(list) ? list : []));
  return [state, ...rules].flatMap((rule) =>
    isObject(rule) && isObject(rule.Assign) ? Object.keys(rule.Assign).map((name) => name.replace(/\.\$$/, '')) : [],
  );
}

function referencesOf(state: JsonObject, machine: QueryLanguage, assigned: Set<string>): string[] {
  const names = new Set<string>();
  const isJsonata = languageOf(state, machine) === 'JSONata';
  for (const [field, value] of ownFields(state)) {
    if (isJsonata) fromExpressions(value, assigned, names);
    else fromField(field, value, false, names);
  }
  return [...names].sort();
}

/** Fields of JSONPath in which only the fields `name.$` are paths. */
const PAYLOADS = new Set(['Parameters', 'ResultSelector', 'ItemSelector', 'Assign', 'BatchInput', 'Credentials']);

function fromField(field: string, value: JsonValue, inPayload: boolean, names: Set<string>): void {
  if (typeof value === 'string') {
    const isPath = inPayload ? field.endsWith('.$') : field === 'Variable' || field.endsWith('Path');
    if (isPath) for (const name of namesInPath(value)) names.add(name);
  } else if (Array.isArray(value)) {
    for (const element of value) fromField('', element, inPayload, names);
  } else if (isObject(value) && field !== 'Result') {
    const payload = inPayload || PAYLOADS.has(field);
    for (const [inner, innerValue] of Object.entries(value)) fromField(inner, innerValue, payload, names);
  }
}

/** The variables of a path, or of the paths that an intrinsic function is called with. */
function namesInPath(source: string): string[] {
  const withoutTexts = source.replace(/'(?:\\.|[^'\\])*'/g, "''");
  const found = withoutTexts.matchAll(/(?<![\p{ID_Continue}$])\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu);
  return [...found].map(([, name = '']) => name);
}

function fromExpressions(value: JsonValue, assigned: Set<string>, names: Set<string>): void {
  if (typeof value === 'string') {
    const source = expressionSource(value);
    if (source === undefined) return;
    const { free, bound } = variablesOf(jsonata(source).ast());
    for (const name of free) if (assigned.has(name) && !bound.has(name)) names.add(name);
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) fromExpressions(inner, assigned, names);
  }
}

/** The names that an expression reads as values, and those that it gives values to itself. */
function variablesOf(tree: unknown): { free: Set<string>; bound: Set<string> } {
  const free = new Set<string>();
  const bound = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const element of node) visit(element);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { type, value, lhs, procedure, arguments: parameters, ...rest } = node as Record<string, unknown>;
    if (type === 'variable' && typeof value === 'string') free.add(value);
    if (type === 'bind') bound.add(nameOf(lhs));
    else visit(lhs);
    if (type === 'lambda' && Array.isArray(parameters))
      for (const parameter of parameters) bound.add(nameOf(parameter));
    else visit(parameters);
    // No variable of a workflow holds a function.
    if (typeOf(procedure) !== 'variable') visit(procedure);
    for (const child of Object.values(rest)) visit(child);
  };
  visit(tree);
  return { free, bound };
}

function typeOf(node: unknown): unknown {
  return typeof node === 'object' && node !== null && 'type' in node ? node.type : undefined;
}

/** Of a node that is a variable. */
function nameOf(node: unknown): string {
  return typeof node === 'object' && node !== null && 'value' in node ? String(node.value) : '';
}
