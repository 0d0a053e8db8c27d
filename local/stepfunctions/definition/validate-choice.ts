import { parseIsoTime } from '../interpreter/iso-time';
import type { JsonObject, JsonValue } from '../json';
import { PART_FIELDS } from '../supported';
import { OPERATORS, operatorsOf } from './choice-rule';
import { TYPE_TESTS } from './comparisons';
import type { Diagnostics } from './diagnostics';
import { isExpression, validateExpressions, validateResults } from './validate-fields';
import type { Surroundings } from './validate-machine';
import { validatePath } from './validate-paths';

/** Checks the rules of a Choice state. */
export function validateChoice(state: JsonObject, at: string, { diagnostics, language }: Surroundings): void {
  if (state.Default !== undefined) diagnostics.string(state.Default, `${at}/Default`);
  if (!diagnostics.requires(state, ['Choices'], at) || !diagnostics.array(state.Choices, `${at}/Choices`)) return;
  for (const [index, choice] of state.Choices.entries()) {
    const location = `${at}/Choices[${index}]`;
    if (!diagnostics.object(choice, location)) continue;
    if (language.isJsonata) validateCondition(choice, location, diagnostics);
    else validateRule(choice, location, diagnostics, true);
    if (diagnostics.requires(choice, ['Next'], location)) diagnostics.string(choice.Next, `${location}/Next`);
    validateResults(choice, location, diagnostics, language);
  }
}

function validateCondition(choice: JsonObject, location: string, diagnostics: Diagnostics): void {
  diagnostics.knows(choice, { ...PART_FIELDS.choice, ...PART_FIELDS.comparison }, location, 'JSONata');
  if (!diagnostics.requires(choice, ['Condition'], location)) return;
  const { Condition = null } = choice;
  if (typeof Condition !== 'boolean' && !isExpression(Condition)) {
    diagnostics.schema('Expected value of type Boolean or a JSONata expression', `${location}/Condition`);
  } else validateExpressions(Condition, `${location}/Condition`, diagnostics);
}

const NESTED = ['And', 'Or', 'Not'];

/** A rule of JSONPath: only the outermost one leads somewhere. */
function validateRule(rule: JsonObject, location: string, diagnostics: Diagnostics, outermost: boolean): void {
  const own = Object.fromEntries(
    Object.entries(rule).filter(([name]) => !NESTED.includes(name) && name !== 'Variable' && !OPERATORS.has(name)),
  );
  if (outermost) diagnostics.knowsPart(own, 'choice', location, 'JSONPath');
  else diagnostics.knows(own, { Comment: 'supported' }, location);
  const nested = NESTED.filter((name) => rule[name] !== undefined);
  const operators = operatorsOf(rule);
  const others = ['Variable', 'Condition'].filter((name) => rule[name] !== undefined);
  if (nested.length + others.length !== 1) {
    const fields = '[And, Or, Not, Variable, Condition]';
    diagnostics.schema(`The object must have only one of the following fields, ${fields}`, location);
    return;
  }
  if (rule.Condition !== undefined) return;
  if (nested.length === 0 && operators.length !== 1) {
    const which = operators.length === 0 ? 'This object should have only' : 'There should only be';
    diagnostics.schema(`${which} one of the following fields: [${[...OPERATORS].join(', ')}]`, location);
    return;
  }
  if (nested.length === 1 && operators[0] !== undefined) {
    diagnostics.schema(`Field '${operators[0]}' is not supported`, location);
    return;
  }
  const [name = ''] = nested;
  if (name !== '') validateNested(rule[name] as JsonValue, `${location}/${name}`, diagnostics, name === 'Not');
  else validateComparison(rule, operators[0] ?? '', location, diagnostics);
}

function validateNested(value: JsonValue, location: string, diagnostics: Diagnostics, single: boolean): void {
  if (single) {
    if (diagnostics.object(value, location)) validateRule(value, location, diagnostics, false);
    return;
  }
  if (!diagnostics.array(value, location)) return;
  for (const [index, rule] of value.entries()) {
    if (diagnostics.object(rule, `${location}[${index}]`))
      validateRule(rule, `${location}[${index}]`, diagnostics, false);
  }
}

function validateComparison(rule: JsonObject, operator: string, location: string, diagnostics: Diagnostics): void {
  validatePath(rule, 'Variable', location, diagnostics, { reference: true });
  if (operator.endsWith('Path')) {
    validatePath(rule, operator, location, diagnostics, { reference: true });
    return;
  }
  const value = rule[operator];
  const at = `${location}/${operator}`;
  if (operator.startsWith('String')) diagnostics.string(value, at);
  else if (operator.startsWith('Numeric')) {
    if (typeof value !== 'number') diagnostics.schema('Expected value of type Number', at);
  } else if (operator.startsWith('Timestamp')) {
    if (diagnostics.string(value, at) && !parseIsoTime(value)) {
      diagnostics.schema('String does not match RFC3339 timestamp', at);
    }
  } else if (
    (operator === 'IsPresent' || operator in TYPE_TESTS || operator === 'BooleanEquals') &&
    typeof value !== 'boolean'
  ) {
    diagnostics.schema('Expected value of type Boolean', at);
  }
}
