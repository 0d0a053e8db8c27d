import { PathReference } from '../expressions/path-reference';
import { compilePayloadTemplate, compileSelection } from '../expressions/payload-template';
import { compileTemplate, type Template } from '../expressions/template';
import type { JsonObject, JsonValue } from '../json';
import type { Diagnostics } from './diagnostics';
import type { Visible } from './unsupported-references';
import { validateExpressions } from './validate-fields';
import { validatePayloadTemplate } from './validate-paths';

export type QueryLanguage = 'JSONPath' | 'JSONata';

/**
 * How the fields of a state are read: JSONata has expressions in its strings, JSONPath fields `name.$`, and the forms
 * `…Path` of many fields.
 */
export class Language {
  constructor(readonly name: QueryLanguage) {}

  get isJsonata(): boolean {
    return this.name === 'JSONata';
  }

  /** A field whose value may be made of data. */
  template(value: JsonValue): Template {
    return this.isJsonata ? compileTemplate(value) : compilePayloadTemplate(value);
  }

  /** Reports what in such a field does not parse, or refers to what is not `visible` there. */
  validate(value: JsonValue, location: string, diagnostics: Diagnostics, visible?: Visible): void {
    if (this.isJsonata) validateExpressions(value, location, diagnostics, visible);
    else validatePayloadTemplate(value, location, diagnostics);
  }

  /** A field under its name in the machine, from `field` or in JSONPath from `fieldPath`; nothing when there is neither. */
  field<Name extends string>(source: JsonObject, field: string, name: Name): { [N in Name]?: Template } {
    const literal = source[field];
    const path = source[`${field}Path`];
    const made =
      literal !== undefined
        ? this.template(literal)
        : typeof path === 'string' && !this.isJsonata
          ? pathField(path, `${field}Path`)
          : undefined;
    return (made ? { [name]: made } : {}) as { [N in Name]?: Template };
  }
}

/** The field `…Path` of a state. */
function pathField(source: string, field: string): Template {
  const selection = compileSelection(source, field);
  return selection.kind === 'path' && !SELECTIONS.has(field) ? { ...selection, kind: 'reference' } : selection;
}

/** Fields whose path AWS reports like that of a payload template. */
const SELECTIONS = new Set(['ErrorPath', 'CausePath']);

/** A path such as InputPath: null stands for nothing. */
export function optionalPath(value: JsonValue | undefined): PathReference | null | undefined {
  if (value === undefined || value === '$') return undefined;
  return value === null ? null : new PathReference(value as string);
}

/** The query language of a state. */
export function languageOf(state: JsonObject, machine: QueryLanguage): QueryLanguage {
  return (state.QueryLanguage as QueryLanguage | undefined) ?? machine;
}
