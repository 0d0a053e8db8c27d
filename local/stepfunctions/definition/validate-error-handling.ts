import type { JsonObject, JsonValue } from '../json';
import type { Diagnostics } from './diagnostics';
import type { Language } from './language';
import { validateResults } from './validate-fields';
import { validateResultPath } from './validate-paths';

const LONGEST_SECONDS = 99_999_999;

/** The largest MaxDelaySeconds that AWS takes, in seconds. */
const LONGEST_DELAY_SECONDS = 31_622_400;

/** Checks the retriers and catchers of a state. @see https://states-language.net/spec.html#errors */
export function validateErrorHandling(
  state: JsonObject,
  at: string,
  diagnostics: Diagnostics,
  language: Language,
): void {
  for (const [index, retrier, location] of rules(state, 'Retry', at, diagnostics)) {
    diagnostics.knowsPart(retrier, 'retrier', location);
    validateErrorEquals(retrier, index, state.Retry, location, diagnostics);
    validateRetrier(retrier, location, diagnostics);
  }
  for (const [index, catcher, location] of rules(state, 'Catch', at, diagnostics)) {
    diagnostics.knowsPart(catcher, 'catcher', location, language.name);
    validateErrorEquals(catcher, index, state.Catch, location, diagnostics);
    if (diagnostics.requires(catcher, ['Next'], location)) diagnostics.string(catcher.Next, `${location}/Next`);
    validateResults(catcher, location, diagnostics, language, { errorOutput: true });
    validateResultPath(catcher, location, diagnostics);
  }
}

function rules(state: JsonObject, list: string, at: string, diagnostics: Diagnostics): [number, JsonObject, string][] {
  const value = state[list];
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    diagnostics.schema('Expected value of type Array', `${at}/${list}`);
    return [];
  }
  return value.flatMap((rule, index): [number, JsonObject, string][] => {
    const location = `${at}/${list}[${index}]`;
    return diagnostics.object(rule, location) ? [[index, rule, location]] : [];
  });
}

function validateErrorEquals(
  rule: JsonObject,
  index: number,
  list: JsonValue | undefined,
  at: string,
  diagnostics: Diagnostics,
): void {
  const location = `${at}/ErrorEquals`;
  const { ErrorEquals } = rule;
  if (!diagnostics.requires(rule, ['ErrorEquals'], at) || !diagnostics.array(ErrorEquals, location)) return;
  if (!ErrorEquals.every((name) => diagnostics.string(name, location))) return;
  const all = ErrorEquals.indexOf('States.ALL');
  if (all === -1) return;
  if (ErrorEquals.length > 1 || (Array.isArray(list) && index < list.length - 1)) {
    diagnostics.schema('States.ALL must appear alone and at end of list', `${location}[${all}]`);
  }
}

function validateRetrier(retrier: JsonObject, at: string, diagnostics: Diagnostics): void {
  const { IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds, JitterStrategy } = retrier;
  if (IntervalSeconds !== undefined) {
    diagnostics.number(IntervalSeconds, `${at}/IntervalSeconds`, { min: 0, max: LONGEST_SECONDS });
  }
  if (MaxAttempts !== undefined) diagnostics.number(MaxAttempts, `${at}/MaxAttempts`, { min: 0, max: LONGEST_SECONDS });
  if (BackoffRate !== undefined) {
    diagnostics.number(BackoffRate, `${at}/BackoffRate`, { min: 1, max: Number.MAX_VALUE, integer: false });
  }
  if (JitterStrategy !== undefined) {
    diagnostics.oneOf(JitterStrategy, ['NONE', 'FULL'], `${at}/JitterStrategy`);
  }
  const location = `${at}/MaxDelaySeconds`;
  if (MaxDelaySeconds === undefined) return;
  if (!diagnostics.number(MaxDelaySeconds, location, { min: 1, max: LONGEST_DELAY_SECONDS })) return;
  if (Number(MaxDelaySeconds) <= Number(IntervalSeconds ?? 1)) {
    diagnostics.schema('MaxDelaySeconds must be greater than IntervalSeconds', location);
  }
}
