import { isObject, type JsonObject, type JsonValue } from '../json';
import { PART_FIELDS, type Support } from '../supported';
import type { QueryLanguage } from './language';

/**
 * One fault of a definition, or something that is right and hardly meant.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html
 */
export interface Diagnostic {
  severity: 'ERROR' | 'WARNING';
  code: DiagnosticCode | WarningCode;
  message: string;
  /** JSON pointer into the definition. */
  location?: string;
}

export type DiagnosticCode =
  | 'SCHEMA_VALIDATION_FAILED'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'INVALID_STATE_NAME'
  | 'INVALID_VARIABLE_NAME'
  | 'RESERVED_VARIABLE_NAME'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION'
  | 'DUPLICATE_STATE_NAME'
  | 'DUPLICATE_LABEL_NAME'
  | 'INVALID_LABEL_NAME'
  | 'INVALID_JSON_DESCRIPTION';

export type WarningCode = 'NO_DOLLAR' | 'NO_PATH' | 'PASS_RESULT_IS_STATIC';

/** What is said of something that AWS would accept and this engine does not. */
export const refusal = (subject: string, { refused }: { refused: string }) =>
  `${subject} is not supported by the local Step Functions: ${refused}.`;

/** Collects the faults of a definition, and knows how AWS words the common ones. */
export class Diagnostics {
  readonly found: Diagnostic[] = [];

  schema(message: string, location: string): void {
    this.add('SCHEMA_VALIDATION_FAILED', message, location);
  }

  add(code: DiagnosticCode, message: string, location: string): void {
    this.found.push({ severity: 'ERROR', code, message, location: location || '/' });
  }

  /** Reports something that has no one place. */
  general(code: DiagnosticCode, message: string): void {
    this.found.push({ severity: 'ERROR', code, message });
  }

  /** Reports fields that the object lacks. False when it lacks any. */
  requires(object: JsonObject, names: string[], location: string): boolean {
    const missing = names.filter((name) => object[name] === undefined);
    if (missing.length > 0) this.schema(`These fields are required: [${missing.join(', ')}]`, location);
    return missing.length === 0;
  }

  /** Reports fields of which the object may have one only, or when it has none and should. False when it has not exactly one. */
  one(object: JsonObject, names: string[], location: string, required = true): boolean {
    const given = names.filter((name) => object[name] !== undefined).length;
    const list = `of the following fields: [${names.join(', ')}]`;
    if (given > 1) this.schema(`There should only be one ${list}`, location);
    else if (given === 0 && required) this.schema(`This object should have only one ${list}`, location);
    return given === 1;
  }

  /**
   * Reports each field that the engine, or AWS itself, does not know here.
   *
   * @param language of the state; without it fields of both languages are known.
   */
  knows(
    object: JsonObject,
    fields: Readonly<Record<string, Support>>,
    location: string,
    language?: QueryLanguage,
  ): void {
    for (const name of Object.keys(object)) {
      const support = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (support === undefined) {
        this.schema(`Field '${name}' is not supported`, location);
      } else if (support === 'JSONata' || support === 'JSONPath') {
        if (language === undefined || support === language) continue;
        const only = `is only supported for the '${support}' QueryLanguage`;
        this.schema(`The QueryLanguage is set to '${language}', but field '${name}' ${only}`, location);
      } else if (support !== 'supported') this.refuse(`The field '${name}'`, support, `${location}/${name}`);
    }
  }

  /** `knows` for what stands in and around states. */
  knowsPart(object: JsonObject, part: keyof typeof PART_FIELDS, location: string, language?: QueryLanguage): void {
    this.knows(object, PART_FIELDS[part], location, language);
  }

  /** Reports something that AWS would accept and this engine does not. */
  refuse(subject: string, support: { refused: string }, location: string): void {
    this.schema(refusal(subject, support), location);
  }

  object(value: JsonValue | undefined, location: string): value is JsonObject {
    if (isObject(value)) return true;
    this.schema('Expected value of type Object', location);
    return false;
  }

  array(value: JsonValue | undefined, location: string): value is JsonValue[] {
    if (!Array.isArray(value)) this.schema('Expected value of type Array', location);
    else if (value.length === 0) this.schema('Value cannot be empty', location);
    else return true;
    return false;
  }

  string(value: JsonValue | undefined, location: string): value is string {
    if (typeof value === 'string') return true;
    this.schema('Expected value of type String', location);
    return false;
  }

  oneOf(value: JsonValue | undefined, values: string[], location: string): boolean {
    if (typeof value !== 'string') this.schema('Expected value of type [STRING]', location);
    else if (!values.includes(value))
      this.schema(`Value should be one of the following: [${values.join(', ')}]`, location);
    else return true;
    return false;
  }

  /** A number within bounds, both included. */
  number(value: JsonValue | undefined, location: string, { min, max, integer = true }: Bounds): boolean {
    if (typeof value !== 'number' || (integer && !Number.isInteger(value))) {
      this.schema(`Expected value of type ${integer ? 'Integer' : 'Number'}`, location);
    } else if (value < min) {
      this.schema(`Minimum value is ${bound(min, integer)}`, location);
    } else if (value > max) {
      this.schema(`Maximum value is ${bound(max, integer)}`, location);
    } else return true;
    return false;
  }
}

/** As AWS writes it: with a point where fractions are allowed. */
const bound = (value: number, integer: boolean) => (integer ? String(value) : value.toFixed(1));

export interface Bounds {
  min: number;
  max: number;
  /** Whether fractions are refused; they are unless this is false. */
  integer?: boolean;
}
