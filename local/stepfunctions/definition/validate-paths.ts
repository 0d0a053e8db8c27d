import { IntrinsicSyntaxError } from '../expressions/intrinsic/parse';
import { JsonPathSyntaxError } from '../expressions/json-path/errors';
import { PathReference } from '../expressions/path-reference';
import { compileSelection } from '../expressions/payload-template';
import { parseReferencePath } from '../expressions/reference-path';
import { isObject, type JsonObject, type JsonValue } from '../json';
import type { Diagnostics } from './diagnostics';

/** Checks every field `name.$` within a payload template, and that no field has its value twice. @param at of the field that holds the template */
export function validatePayloadTemplate(value: JsonValue, at: string, diagnostics: Diagnostics): void {
  if (Array.isArray(value)) for (const element of value) validatePayloadTemplate(element, at, diagnostics);
  if (!isObject(value)) return;
  for (const [name, field] of Object.entries(value)) {
    if (!name.endsWith('.$')) {
      validatePayloadTemplate(field, at, diagnostics);
      continue;
    }
    const made = name.slice(0, -2);
    if (Object.hasOwn(value, made)) {
      diagnostics.schema(`Duplicate field '${made}': its value is given by both '${made}' and '${name}'`, at);
    }
    if (typeof field !== 'string' || !isSelection(field)) {
      const must = 'must be a valid JSONPath or a valid intrinsic function call';
      diagnostics.schema(`The value for the field '${name}' ${must}`, at);
    }
  }
}

/** Whether a text is a path or a call of an intrinsic function. */
export function isSelection(source: string): boolean {
  return parses(() => compileSelection(source, ''));
}

function parses(compile: () => unknown): boolean {
  try {
    compile();
    return true;
  } catch (error) {
    if (error instanceof JsonPathSyntaxError || error instanceof IntrinsicSyntaxError) return false;
    // The parser calls itself for each level of nesting.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Checks a field that holds a path; null, where it is allowed, stands for nothing. AWS has words of its own for some fields
 * that must be reference paths.
 */
export function validatePath(
  state: JsonObject,
  name: string,
  at: string,
  diagnostics: Diagnostics,
  { nullable = false, intrinsic = false, reference = false } = {},
): void {
  const value = state[name];
  if (value === undefined || (nullable && value === null)) return;
  const location = `${at}/${name}`;
  if (!diagnostics.string(value, location)) return;
  if (reference && !value.startsWith('$')) {
    diagnostics.schema("Value is not a Reference Path: Reference path didn't start with '$'", location);
    return;
  }
  const valid = intrinsic ? isSelection(value) : parses(() => new PathReference(value));
  if (!valid) diagnostics.schema('Value must be a valid JSONPath.', location);
}

const NO_REFERENCE_PATH = 'Value is not a Reference Path: The value must be a reference path';

/** Checks ItemsPath, which may lead to one value only. */
export function validateItemsPath(state: JsonObject, at: string, diagnostics: Diagnostics): void {
  const { ItemsPath } = state;
  validatePath(state, 'ItemsPath', at, diagnostics);
  if (typeof ItemsPath !== 'string' || !parses(() => new PathReference(ItemsPath))) return;
  if (!new PathReference(ItemsPath).path.definite) diagnostics.schema(NO_REFERENCE_PATH, `${at}/ItemsPath`);
}

/** Checks of a path that is valid that it leads to one value of the state's own data: AWS allows no context object there. */
export function validateReferencePath(state: JsonObject, name: string, at: string, diagnostics: Diagnostics): void {
  const value = state[name];
  if (typeof value !== 'string' || !parses(() => new PathReference(value))) return;
  if (value.startsWith('$$') || !new PathReference(value).path.definite) {
    diagnostics.schema(NO_REFERENCE_PATH, `${at}/${name}`);
  }
}

/** Checks ResultPath, which may name one place only. */
export function validateResultPath({ ResultPath }: JsonObject, at: string, diagnostics: Diagnostics): void {
  const location = `${at}/ResultPath`;
  if (ResultPath === undefined || ResultPath === null || !diagnostics.string(ResultPath, location)) return;
  if (!ResultPath.startsWith('$') || ResultPath.startsWith('$$') || !parseReferencePath(ResultPath)) {
    diagnostics.schema(NO_REFERENCE_PATH, location);
  }
}
