import { isObject, type JsonValue } from '../json';
import { Intrinsic, isIntrinsicCall } from './intrinsic/intrinsic';
import { PathReference } from './path-reference';
import type { Template } from './template';

/**
 * A payload template of JSONPath: JSON in which the value of a field `name.$` is a path or an intrinsic function, whose
 * value becomes that of the field `name`.
 *
 * @throws JsonPathSyntaxError, IntrinsicSyntaxError
 * @see https://states-language.net/spec.html#payload-template
 */
export function compilePayloadTemplate(value: JsonValue): Template {
  if (Array.isArray(value)) {
    const elements = value.map(compilePayloadTemplate);
    return elements.every(isLiteral) ? { kind: 'literal', value, isPayload: true } : { kind: 'array', elements };
  }
  if (!isObject(value)) return { kind: 'literal', value, isPayload: true };
  const fields = Object.entries(value).map(([name, field]): [string, Template] =>
    name.endsWith('.$')
      ? [name.slice(0, -2), compileSelection(typeof field === 'string' ? field : '', name)]
      : [name, compilePayloadTemplate(field)],
  );
  return fields.every(([, field]) => isLiteral(field))
    ? { kind: 'literal', value, isPayload: true }
    : { kind: 'object', fields };
}

/**
 * A path, or the call of an intrinsic function.
 *
 * @param field how messages name the field it stands in.
 * @throws JsonPathSyntaxError, IntrinsicSyntaxError
 */
export function compileSelection(source: string, field: string): Template {
  if (isIntrinsicCall(source)) return { kind: 'intrinsic', intrinsic: new Intrinsic(source) };
  return { kind: 'path', reference: new PathReference(source), field };
}

const isLiteral = ({ kind }: Template) => kind === 'literal';
