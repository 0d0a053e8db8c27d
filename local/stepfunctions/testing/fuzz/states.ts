import type { JsonObject } from '../../json';
import type { Chance } from './chance';
import { choiceState } from './choices';
import { errorHandling } from './error-handling';
import { FIELDS_AND_ITEM, pathFields, payloadTemplate, selection } from './json-path';
import { expression, numberExpression, withInput } from './jsonata';
import { mapState } from './maps';
import { assignment, outputs } from './outputs';
import type { Maker, Place } from './place';
import { taskState } from './tasks';
import { anyJson } from './values';

/** A state without what leads on from it: Choice has that already. */
export function anyState(maker: Maker, place: Place): JsonObject {
  const { chance } = maker;
  const kind = chance.whole(0, place.depth > 0 ? 9 : 6);
  if (kind <= 1) return passState(chance, place);
  if (kind <= 3) return taskState(chance, place);
  if (kind === 4) return waitState(chance, place);
  if (kind <= 6) return choiceState(chance, place);
  return kind === 7 ? parallelState(maker, place) : mapState(maker, place);
}

function passState(chance: Chance, place: Place): JsonObject {
  if (place.language === 'JSONata') return { Type: 'Pass', ...outputs(chance, place), ...assignment(chance, place) };
  return {
    Type: 'Pass',
    ...chance.maybe(20, () => ({ Result: anyJson(chance) })),
    ...chance.maybe(50, () => ({ Parameters: payloadTemplate(chance, place) })),
    ...withoutSelector(pathFields(chance, place, { result: true })),
    ...assignment(chance, place),
  };
}

/** Pass has a ResultPath, but no ResultSelector. */
function withoutSelector({ ResultSelector: _selector, ...fields }: JsonObject): JsonObject {
  return fields;
}

function waitState(chance: Chance, place: Place): JsonObject {
  const jsonata = place.language === 'JSONata';
  const form = chance.whole(0, 3);
  const time = chance.pick(['2026-01-01T00:00:30Z', '2025-12-31T23:59:59.999+09:00']);
  const until: JsonObject[] = jsonata
    ? [
        { Seconds: chance.whole(0, 100) },
        { Seconds: numberExpression(chance, place) },
        { Timestamp: time },
        { Timestamp: '{% $now() %}' },
      ]
    : [
        { Seconds: chance.whole(0, 100) },
        { SecondsPath: chance.happens(place.trouble) ? '$.text' : '$.seconds' },
        { Timestamp: time },
        { TimestampPath: '$.time' },
      ];
  return {
    Type: 'Wait',
    ...until[form],
    ...(jsonata ? outputs(chance, place) : pathFields(chance, place, { result: false })),
    ...assignment(chance, place),
  };
}

function parallelState(maker: Maker, place: Place): JsonObject {
  const { chance } = maker;
  const jsonata = place.language === 'JSONata';
  const results = ['$states.result', '$states.result[0]'];
  const Branches = chance.list(1, 3, () => maker.region(place, {}));
  return {
    Type: 'Parallel',
    Branches,
    ...chance.maybe(25, () =>
      jsonata ? { Arguments: withInput('more', '1') } : { Parameters: branchInput(chance, place) },
    ),
    ...(jsonata
      ? outputs(chance, place, results, withInput('results', '$states.result'))
      : pathFields(chance, place, { result: true })),
    ...assignment(chance, place, results),
    ...errorHandling(chance, place),
  };
}

function branchInput(chance: Chance, place: Place): JsonObject {
  const { 'item.$': _item, ...fields } = FIELDS_AND_ITEM;
  return { ...fields, ...payloadTemplate(chance, place) };
}

/** Where a region ends. */
export function endState(chance: Chance, place: Place): JsonObject {
  const jsonata = place.language === 'JSONata';
  if (chance.happens(15)) return failState(chance, place);
  if (chance.happens(50)) return { ...passState(chance, place), End: true };
  return { Type: 'Succeed', ...(jsonata ? outputs(chance, place) : pathFields(chance, place, { result: false })) };
}

function failState(chance: Chance, place: Place): JsonObject {
  const part = (name: string): JsonObject => {
    if (chance.happens(30)) return {};
    if (chance.happens(50)) return { [name]: 'Oops' };
    return place.language === 'JSONata'
      ? { [name]: expression(chance, place, ['"Oops"', '$states.input.error']) }
      : { [`${name}Path`]: chance.happens(70) ? '$.error' : selection(chance, place) };
  };
  return { Type: 'Fail', ...part('Error'), ...part('Cause') };
}
