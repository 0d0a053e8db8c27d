import type { JsonObject, JsonValue } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import { matchesExpression } from './pattern-expression';

/**
 * Whether an event matches an EventBridge pattern: the same syntax that Lambda's event filters use. Fields are joined by
 * "and", a field's list by "or"; an array in the event matches when one of its members does.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html
 */
export function matchesPattern(event: JsonValue, pattern: JsonObject): boolean {
  return Object.entries(pattern).every(([field, condition]) => {
    if (field === '$or' && Array.isArray(condition)) {
      return condition.some((alternative) => isObject(alternative) && matchesPattern(event, alternative));
    }
    return matchesField(valuesOf(event, field), condition);
  });
}

function matchesField(values: JsonValue[] | undefined, condition: JsonValue): boolean {
  if (isObject(condition)) {
    // An object in the pattern is a step down: one member of an array in the event has to match all of it.
    const branches = values ?? [{}];
    return branches.some((value) => matchesPattern(value, condition));
  }
  if (!Array.isArray(condition)) return false;
  return condition.some((expression) => matchesExpression(values, expression));
}

/** The values a field holds, an array's members one by one; undefined when the event has no such field. */
function valuesOf(event: JsonValue, field: string): JsonValue[] | undefined {
  if (Array.isArray(event)) {
    const found = event.flatMap((member) => valuesOf(member, field) ?? []);
    return found.length > 0 ? found : undefined;
  }
  if (!isObject(event) || !(field in event)) return undefined;
  const value = event[field];
  return Array.isArray(value) ? value : [value ?? null];
}

/** Parses a pattern's JSON text. Throws when it is none, or holds a condition that is neither object nor list. */
export function parsePattern(text: string): JsonObject {
  const pattern: unknown = JSON.parse(text);
  if (!isObject(pattern)) throw new Error('An event pattern is a JSON object.');
  check(pattern, '');
  return pattern;
}

function check(pattern: JsonObject, path: string): void {
  for (const [field, condition] of Object.entries(pattern)) {
    const where = path ? `${path}.${field}` : field;
    if (isObject(condition)) check(condition, where);
    else if (!Array.isArray(condition) || condition.length === 0) {
      throw new Error(`Event pattern is not valid. Reason: "${where}" must be an object or a non-empty array`);
    } else if (field === '$or') {
      for (const alternative of condition) if (isObject(alternative)) check(alternative, where);
    }
  }
}
