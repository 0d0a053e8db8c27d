import { ExpressionSyntaxError } from '../expressions/expression';
import { compileTemplate, expressionSource } from '../expressions/template';
import { isObject, type JsonObject, type JsonValue } from '../json';
import type { Bounds, Diagnostics } from './diagnostics';
import type { Language } from './language';
import { validatePath } from './validate-paths';

/** A variable's name: a letter or `_`, then letters, digits and `_`. @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
const LONGEST_VARIABLE_NAME = 80;

/** Whether the value is one expression as a whole, so that its type is known only when it is evaluated. */
export function isExpression(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && expressionSource(value) !== undefined;
}

/** Checks every expression within a value. False when one is broken. */
export function validateExpressions(value: JsonValue, location: string, diagnostics: Diagnostics): boolean {
  if (Array.isArray(value)) {
    return value.every((element, index) => validateExpressions(element, `${location}[${index}]`, diagnostics));
  }
  if (isObject(value)) {
    return Object.entries(value).every(([name, field]) =>
      validateExpressions(field, `${location}/${name}`, diagnostics),
    );
  }
  if (typeof value !== 'string') return true;
  if (value.startsWith('{%') !== value.endsWith('%}')) {
    diagnostics.schema('A JSONata expression must begin with {% and end with %}, with nothing around it', location);
    return false;
  }
  try {
    compileTemplate(value);
    return true;
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    diagnostics.schema(`The JSONata expression is invalid: ${error.message}`, location);
    return false;
  }
}

/** Checks a field that is a number or an expression. */
export function validateNumber(state: JsonObject, name: string, at: string, diagnostics: Diagnostics, bounds: Bounds) {
  const value = state[name];
  if (state[`${name}Path`] !== undefined) {
    validateAlternative(state, name, at, diagnostics);
    validatePath(state, `${name}Path`, at, diagnostics);
  }
  if (value === undefined) return;
  if (typeof value === 'string') {
    if (validateExpressions(value, `${at}/${name}`, diagnostics) && !isExpression(value)) {
      const type = bounds.integer === false ? 'Number' : 'Integer';
      diagnostics.schema(`Expected value of type ${type} or a JSONata expression`, `${at}/${name}`);
    }
    return;
  }
  diagnostics.number(value, `${at}/${name}`, bounds);
}

/** Checks a field that is a whole number or an expression. */
export function validateInteger(state: JsonObject, name: string, at: string, diagnostics: Diagnostics, bounds: Bounds) {
  validateNumber(state, name, at, diagnostics, { ...bounds, integer: true });
}

/** Checks Output and Assign of a state, a rule or a catcher. */
export function validateResults(part: JsonObject, at: string, diagnostics: Diagnostics, language: Language): void {
  if (part.Output !== undefined) language.validate(part.Output, `${at}/Output`, diagnostics);
  const { Assign } = part;
  if (Assign === undefined || !diagnostics.object(Assign, `${at}/Assign`)) return;
  if (!language.isJsonata) language.validate(Assign, `${at}/Assign`, diagnostics);
  for (const [field, value] of Object.entries(Assign)) {
    const name = language.isJsonata ? field : field.replace(/\.\$$/, '');
    const location = `${at}/Assign/${field}`;
    if (name === 'states' || !VARIABLE_NAME.test(name) || name.length > LONGEST_VARIABLE_NAME) {
      diagnostics.schema(`'${name}' is not a valid variable name`, location);
    }
    if (language.isJsonata) validateExpressions(value, location, diagnostics);
  }
}

/** Checks that a state has a field or its form `…Path`, not both. */
export function validateAlternative(state: JsonObject, name: string, at: string, diagnostics: Diagnostics): void {
  if (state[name] === undefined || state[`${name}Path`] === undefined) return;
  diagnostics.schema(`You cannot specify both '${name}' and '${name}Path'`, at);
}

/** Checks that a state either names the next one or is an end. */
export function validateEnding(state: JsonObject, at: string, diagnostics: Diagnostics): void {
  const { Next, End } = state;
  if (Next !== undefined) diagnostics.string(Next, `${at}/Next`);
  if (End !== undefined && typeof End !== 'boolean') diagnostics.schema('Expected value of type Boolean', `${at}/End`);
  if ((Next === undefined) === (End !== true)) {
    diagnostics.schema('Exactly one of the fields Next and End (true) is required', at);
  }
}
