import type { JsonObject, JsonValue } from '../../json';
import type { Chance } from './chance';
import { resultPath } from './json-path';
import { withInput } from './jsonata';
import { assignment, outputs } from './outputs';
import type { Place } from './place';

const ERRORS = [
  'Oops',
  'States.TaskFailed',
  'States.Timeout',
  'States.HeartbeatTimeout',
  'States.DataLimitExceeded',
  'States.QueryEvaluationError',
  'States.Runtime',
  'States.ExceedToleratedFailureThreshold',
  'States.ItemReaderFailed',
  'States.BranchFailed',
];

/** Lists of error names for the rules of one list: `States.ALL` alone, and last. */
function errorLists(chance: Chance, most: number): JsonValue[][] {
  const lists = chance.list(0, most, () => chance.list(1, 2, () => chance.pick(ERRORS) as JsonValue));
  return chance.happens(50) ? [...lists, ['States.ALL']] : lists;
}

/** Retry and Catch. */
export function errorHandling(chance: Chance, place: Place): JsonObject {
  return {
    ...chance.maybe(50, () => ({ Retry: errorLists(chance, 1).map((errors) => retrier(chance, errors)) })),
    ...chance.maybe(50, () => ({ Catch: errorLists(chance, 1).map((errors) => catcher(chance, place, errors)) })),
  };
}

function retrier(chance: Chance, ErrorEquals: JsonValue[]): JsonObject {
  const IntervalSeconds = chance.whole(1, 30);
  return {
    ErrorEquals,
    ...chance.maybe(80, () => ({ IntervalSeconds })),
    ...chance.maybe(80, () => ({ MaxAttempts: chance.whole(0, 3) })),
    ...chance.maybe(40, () => ({ BackoffRate: chance.pick([1, 2, 1.5]) })),
    ...chance.maybe(20, () => ({ MaxDelaySeconds: IntervalSeconds + chance.whole(1, 20) })),
    ...chance.maybe(40, () => ({ JitterStrategy: chance.pick(['FULL', 'NONE']) })),
  };
}

function catcher(chance: Chance, place: Place, ErrorEquals: JsonValue[]): JsonObject {
  const more = ['$states.errorOutput', '$states.errorOutput.Cause', '$string($states.errorOutput.Error)'];
  return {
    ErrorEquals,
    Next: chance.pick(place.later),
    ...assignment(chance, place, more),
    ...(place.language === 'JSONata'
      ? outputs(chance, place, more, withInput('caught', '$states.errorOutput'))
      : chance.maybe(90, () => ({ ResultPath: chance.happens(80) ? '$.caught' : resultPath(chance, place) }))),
  };
}
