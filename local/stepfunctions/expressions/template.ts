import { isObject, type JsonObject, type JsonValue, jsonType } from '../json';
import { Expression, ExpressionFault, type Scope } from './expression';

/** A field of a definition with its expressions compiled: JSON in which a string `{% … %}` stands for a value. */
export type Template =
  | { kind: 'literal'; value: JsonValue }
  | { kind: 'expression'; expression: Expression }
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
        object[name] = await evaluateTemplate(field, scope, `${location}/${name}`);
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
): EvaluationError {
  const was = `Expected '${expected}', but was '${jsonType(value)}' for value: ${JSON.stringify(value)}`;
  const subject =
    template.kind === 'expression'
      ? `${sentenceStart(template.expression, location)} returned`
      : `The value of the field '${location}' has`;
  return new EvaluationError(location, `${subject} an unexpected result type. ${was}`);
}
