import type { Template } from '../expressions/template';
import { unexpectedType } from '../expressions/template';
import type { JsonValue } from '../json';
import type { Draft } from './draft';
import { evaluate } from './scope';

/**
 * The value of a field that has to be a whole number, such as TimeoutSeconds.
 *
 * @throws EvaluationError when it is none, or out of bounds.
 */
export async function evaluateInteger(
  draft: Draft,
  id: number,
  template: Template,
  location: string,
  { min, max }: { min: number; max: number },
): Promise<number> {
  const value = numberOf(template, await evaluate(draft, id, template, location));
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw unexpectedType(template, location, `integer from ${min} to ${max}`, value);
}

/** The longest time a state may wait, in seconds. @see https://states-language.net/spec.html#wait-state */
export const LONGEST_SECONDS = 99_999_999;

/** A field `…Path` may lead to the text of a number. */
export function numberOf(template: Template, value: JsonValue): JsonValue {
  if (template.kind !== 'reference' || typeof value !== 'string' || value.trim() === '') return value;
  const number = Number(value);
  return Number.isNaN(number) ? value : number;
}
