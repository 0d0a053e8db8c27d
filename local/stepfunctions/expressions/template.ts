import { isObject, type JsonObject, type JsonValue, jsonType, setField } from '../json';
import { EvaluationTimeout } from './evaluation-timeout';
import { Expression, ExpressionFault, type Scope } from './expression';
import { IntrinsicFault } from './intrinsic/functions';
import type { Intrinsic } from './intrinsic/intrinsic';
import { PathNotFound } from './json-path/errors';
import type { PathReference, PathScope } from './path-reference';

/**
 * A field of a definition with what stands for values compiled: strings `{% … %}` in JSONata, fields `name.$` in
 * JSONPath.
 */
export type Template =
  /** `isPayload` where it is a payload template of JSONPath. */
  | { kind: 'literal'; value: JsonValue; isPayload?: true }
  | { kind: 'expression'; expression: Expression }
  /** `field` is how messages name the field that the path stands in. */
  | { kind: 'path'; reference: PathReference; field: string }
  /** The field `…Path` of a state. */
  | { kind: 'reference'; reference: PathReference; field: string }
  | { kind: 'intrinsic'; intrinsic: Intrinsic }
  | { kind: 'array'; elements: Template[] }
  | { kind: 'object'; fields: [name: string, template: Template][] };

/** An expression of a template failed. `location` is its path within the state, such as `Output/total`. */
export class EvaluationError extends Error {
  constructor(
    readonly location: string,
    readonly sentence: string,
  ) {
    super(sentence);
  }
}

/** A path or an intrinsic function failed, which AWS reports as `States.Runtime`. */
export class SelectionError extends Error {}

const EXPRESSION = /^\{%([\s\S]*)%\}$/;

/** The source of an expression, trimmed, if the text is one. */
export function expressionSource(text: string): string | undefined {
  return EXPRESSION.exec(text)?.[1]?.trim();
}

/** @throws ExpressionSyntaxError */
export function compileTemplate(value: JsonValue): Template {
  if (typeof value === 'string') {
    const source = expressionSource(value);
    return source === undefined
      ? { kind: 'literal', value }
      : { kind: 'expression', expression: new Expression(source) };
  }
  if (Array.isArray(value)) {
    const elements = value.map(compileTemplate);
    return elements.every((element) => element.kind === 'literal')
      ? { kind: 'literal', value }
      : { kind: 'array', elements };
  }
  if (isObject(value)) {
    const fields = Object.entries(value).map(([name, field]): [string, Template] => [name, compileTemplate(field)]);
    return fields.every(([, field]) => field.kind === 'literal')
      ? { kind: 'literal', value }
      : { kind: 'object', fields };
  }
  return { kind: 'literal', value };
}

/**
 * Evaluates a template's expressions, in the order in which they stand.
 *
 * @param location the field's path within its state, for error messages.
 * @throws EvaluationError
 */
export async function evaluateTemplate(template: Template, scope: Scope, location: string): Promise<JsonValue> {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'expression':
      return evaluateExpression(template.expression, scope, location);
    case 'path':
      return selectPath(template.reference, template.field, pathScope(scope));
    case 'reference':
      return followPath(template.reference, pathScope(scope));
    case 'intrinsic':
      return evaluateIntrinsic(template.intrinsic, scope);
    case 'array': {
      const elements: JsonValue[] = [];
      for (const [index, element] of template.elements.entries()) {
        elements.push(await evaluateTemplate(element, scope, `${location}[${index}]`));
      }
      return elements;
    }
    case 'object': {
      const object: JsonObject = {};
      for (const [name, field] of template.fields) {
        setField(object, name, await evaluateTemplate(field, scope, `${location}/${name}`));
      }
      return object;
    }
  }
}

async function evaluateExpression(expression: Expression, scope: Scope, location: string): Promise<JsonValue> {
  try {
    return await expression.evaluate(scope);
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    throw new EvaluationError(location, `${sentenceStart(expression, location)} ${error.reason}`);
  }
}

/** A path that takes too long fails as one that leads nowhere. */
function asSelection(error: unknown): unknown {
  return error instanceof EvaluationTimeout ? new SelectionError(error.message) : error;
}

/** What paths see of a scope. */
export function pathScope({ root, states, variables }: Scope): PathScope {
  return { root: root ?? null, context: states.context ?? null, variables };
}

function selectPath(reference: PathReference, field: string, scope: PathScope): JsonValue {
  try {
    return reference.resolve(scope) ?? null;
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw asSelection(error);
    const input = JSON.stringify(reference.source.startsWith('$$') ? scope.context : scope.root);
    throw new SelectionError(
      `The JSONPath '${reference.source}' specified for the field '${field}' could not be found in the input '${input}'`,
    );
  }
}

/** The value at a path such as InputPath. @throws SelectionError */
export function followPath(reference: PathReference, scope: PathScope): JsonValue {
  try {
    return reference.resolve(scope) ?? null;
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw asSelection(error);
    throw new SelectionError(`Invalid path '${reference.source}' : ${error.message}`);
  }
}

function evaluateIntrinsic(intrinsic: Intrinsic, scope: Scope): JsonValue {
  try {
    return intrinsic.evaluate(pathScope(scope), scope.random);
  } catch (error) {
    if (error instanceof IntrinsicFault) throw new SelectionError(error.message);
    throw asSelection(error);
  }
}

/** As AWS begins every message about an expression. */
function sentenceStart(expression: Expression, location: string): string {
  return `The JSONata expression '${expression.source}' specified for the field '${location}'`;
}

/** The error of a field that evaluated to a value of another type than the state needs. */
export function unexpectedType(
  template: Template,
  location: string,
  expected: string,
  value: JsonValue,
): EvaluationError | SelectionError {
  if (template.kind === 'reference' || template.kind === 'path') return unexpectedReference(template, expected, value);
  const field = template.kind === 'object' && template.fields.find(([name]) => location.endsWith(`/${name}`));
  if (field && field[1].kind === 'path') return unexpectedReference(field[1], expected, value);
  const was = `Expected '${expected}', but was '${jsonType(value)}' for value: ${JSON.stringify(value)}`;
  const subject =
    template.kind === 'expression'
      ? `${sentenceStart(template.expression, location)} returned`
      : `The value of the field '${location}' has`;
  const sentence = `${subject} an unexpected result type. ${was}`;
  return isJsonPath(template) ? new SelectionError(sentence) : new EvaluationError(location, sentence);
}

/** Whether the template is written in JSONPath. */
function isJsonPath(template: Template): boolean {
  switch (template.kind) {
    case 'path':
    case 'reference':
    case 'intrinsic':
      return true;
    case 'array':
      return template.elements.some(isJsonPath);
    case 'object':
      return template.fields.some(([, field]) => isJsonPath(field));
    case 'literal':
      return template.isPayload === true;
    case 'expression':
      return false;
  }
}

function unexpectedReference(
  { reference, field }: Template & { kind: 'reference' | 'path' },
  expected: string,
  value: JsonValue,
) {
  const type = /^integer/.test(expected) ? 'integer' : expected === 'number' ? 'float' : expected;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return new SelectionError(
    `The ${field} field refers to value "${text}" which is not a valid ${type}: ${reference.source}`,
  );
}
