import { ExpressionSyntaxError } from '../expressions/expression';
import { compileTemplate, expressionSource } from '../expressions/template';
import { isObject, type JsonObject, type JsonValue } from '../json';
import type { Bounds, Diagnostics } from './diagnostics';
import type { Language } from './language';
import { unsupportedReferences, type Visible } from './unsupported-references';
import { validatePath } from './validate-paths';

/** A variable's name is an identifier of Unicode: a letter, then letters, digits and `_`. @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
const VARIABLE_NAME = /^\p{ID_Start}\p{ID_Continue}*$/u;
const LONGEST_VARIABLE_NAME = 80;

/** Whether the value is one expression as a whole, so that its type is known only when it is evaluated. */
export function isExpression(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && expressionSource(value) !== undefined;
}

/**
 * Checks every expression within a value. False when one is broken.
 *
 * @param visible what `$states` holds there besides the input and the context
 */
export function validateExpressions(
  value: JsonValue,
  location: string,
  diagnostics: Diagnostics,
  visible: Visible = {},
): boolean {
  const inner = Array.isArray(value)
    ? value.map((element, index) => validateExpressions(element, `${location}[${index}]`, diagnostics, visible))
    : isObject(value)
      ? Object.entries(value).map(([name, field]) =>
          validateExpressions(field, `${location}/${name}`, diagnostics, visible),
        )
      : [];
  return typeof value === 'string'
    ? validateText(value, location, diagnostics, visible)
    : inner.every((valid) => valid);
}

function validateText(text: string, location: string, diagnostics: Diagnostics, visible: Visible): boolean {
  if (text.startsWith('{%') !== text.endsWith('%}')) {
    diagnostics.schema('JSONata string must start with {% and end with %}', location);
    return false;
  }
  const source = expressionSource(text);
  if (source === undefined) return true;
  let problems: string[];
  try {
    compileTemplate(text);
    problems = unsupportedReferences(source, visible);
  } catch (error) {
    // The parser calls itself for each level of nesting.
    if (!(error instanceof ExpressionSyntaxError || error instanceof RangeError)) throw error;
    diagnostics.add('INVALID_JSONATA_EXPRESSION', error.message, location);
    return false;
  }
  for (const problem of problems) diagnostics.add('UNSUPPORTED_JSONATA_EXPRESSION', problem, location);
  return problems.length === 0;
}

/** Checks a field that is a number, a whole one unless the bounds say otherwise, or in JSONata an expression. */
export function validateNumber(
  state: JsonObject,
  name: string,
  at: string,
  diagnostics: Diagnostics,
  bounds: Bounds,
  language: Language,
): void {
  const value = state[name];
  if (state[`${name}Path`] !== undefined) {
    validateAlternative(state, name, at, diagnostics);
    validatePath(state, `${name}Path`, at, diagnostics);
  }
  if (value === undefined) return;
  if (typeof value === 'string' && language.isJsonata) {
    if (validateExpressions(value, `${at}/${name}`, diagnostics) && !isExpression(value)) {
      const type = bounds.integer === false ? 'Number' : 'Integer';
      diagnostics.schema(`Expected value of type ${type} or a JSONata expression`, `${at}/${name}`);
    }
    return;
  }
  diagnostics.number(value, `${at}/${name}`, bounds);
}

/**
 * Checks Output and Assign of a state, a rule or a catcher.
 *
 * @param visible what `$states` holds there besides the input and the context
 */
export function validateResults(
  part: JsonObject,
  at: string,
  diagnostics: Diagnostics,
  language: Language,
  visible: Visible = {},
): void {
  if (part.Output !== undefined) language.validate(part.Output, `${at}/Output`, diagnostics, visible);
  const { Assign } = part;
  if (Assign === undefined || !diagnostics.object(Assign, `${at}/Assign`)) return;
  if (!language.isJsonata) language.validate(Assign, `${at}/Assign`, diagnostics);
  for (const [field, value] of Object.entries(Assign)) {
    const name = language.isJsonata ? field : field.replace(/\.\$$/, '');
    const location = `${at}/Assign/${field}`;
    validateVariableName(name, location, diagnostics);
    if (language.isJsonata) validateExpressions(value, location, diagnostics, visible);
  }
}

function validateVariableName(name: string, location: string, diagnostics: Diagnostics): void {
  const invalid = (why: string) =>
    diagnostics.add('INVALID_VARIABLE_NAME', `Invalid variable name '${name}': the variable name ${why}.`, location);
  if (name === 'states') {
    diagnostics.add('RESERVED_VARIABLE_NAME', "Cannot assign to reserved variable '$states'.", location);
  } else if (!VARIABLE_NAME.test(name)) invalid('contains invalid characters');
  else if (name.length > LONGEST_VARIABLE_NAME) invalid(`exceeds ${LONGEST_VARIABLE_NAME} characters`);
}

/** Checks that a state has a field or its form `…Path`, not both. */
export function validateAlternative(state: JsonObject, name: string, at: string, diagnostics: Diagnostics): void {
  diagnostics.one(state, [name, `${name}Path`], at, false);
}

/** Checks that a state either names the next one or is an end. */
export function validateEnding(state: JsonObject, at: string, diagnostics: Diagnostics): void {
  const { Next, End } = state;
  if (Next !== undefined) diagnostics.string(Next, `${at}/Next`);
  if (End !== undefined && typeof End !== 'boolean') diagnostics.schema('Expected value of type Boolean', `${at}/End`);
  diagnostics.one({ Next: Next as JsonValue, End: End === true ? true : undefined } as JsonObject, ['Next', 'End'], at);
}
