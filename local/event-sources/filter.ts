import { matchesPattern, parsePattern } from '../events/pattern';
import type { JsonObject, JsonValue } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import type { FilterCriteria } from './mapping';

/**
 * Which records a mapping lets through: those that match any of its patterns, all when it has none. The body of a queue's
 * message counts as the JSON it holds.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function recordFilter(criteria: FilterCriteria | undefined): (record: JsonObject) => boolean {
  const patterns = (criteria?.Filters ?? []).map(({ Pattern }) => parsePattern(Pattern ?? ''));
  if (patterns.length === 0) return () => true;
  return (record) => {
    const seen = typeof record.body === 'string' ? { ...record, body: parsedBody(record.body) } : record;
    return patterns.some((pattern) => matchesPattern(seen, pattern));
  };
}

function parsedBody(body: string): JsonValue {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : body;
  } catch {
    return body;
  }
}
