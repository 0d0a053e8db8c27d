import { compileTemplate, type Template } from '../expressions/template';
import type { JsonObject } from '../json';

/** A field of a definition as a template under its name in the machine; nothing when the definition has no such field. */
export function template<Name extends string>(
  source: JsonObject,
  field: string,
  name: Name,
): { [N in Name]?: Template } {
  const value = source[field];
  return (value === undefined ? {} : { [name]: compileTemplate(value) }) as { [N in Name]?: Template };
}
