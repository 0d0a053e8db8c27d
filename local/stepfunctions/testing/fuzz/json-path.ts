import type { JsonObject, JsonValue } from '../../json';
import type { Chance } from './chance';
import { intrinsicCall } from './intrinsics';
import type { Place } from './place';
import { anyJson } from './values';

const DEFINITE = [
  '$',
  '$.a',
  '$.text',
  '$.list',
  '$.nested.b.c',
  "$.nested['b']['d e']",
  '$.list[0]',
  '$.nested.list[1][0]',
  '$.seconds',
  '$.time',
  '$$',
  '$$.Execution.Input',
  '$$.Execution.Name',
  '$$.State.RetryCount',
  '$$.State.EnteredTime',
];
/** They lead nowhere, most of the time. */
const BROKEN = [
  '$.nope',
  '$.a.b.c',
  '$.list[9]',
  '$.list.a',
  '$.text[0]',
  '$$.Nope',
  '$$.Task.Token',
  '$$.Map.Item.Value',
  '$unknown',
];
const INDEFINITE = [
  '$.list[*]',
  '$.list[*].a',
  '$..a',
  '$..*',
  '$.*',
  '$.list[0,1]',
  '$.list[1:]',
  '$.list[-2:]',
  '$.list[:-1]',
  "$['a','text']",
  '$.list[?(@.a > 0)]',
  '$.list[?(@.a == 1 || @.b)].b',
  "$.list[?(@ in [1, 2, 'x'])]",
  '$.list[?(!(@.a))]',
  '$.nested[?(@.c =~ /d.*/i)]',
  '$.list.length()',
  '$..b.length()',
  '$.list.max()',
  '$.list[*].a.sum()',
  '$.nested.keys()',
];

/** A path that leads to one value, if it leads anywhere. */
export function definitePath(chance: Chance, place: Place): string {
  if (place.readable.length > 0 && chance.happens(20)) return `$${chance.pick(place.readable)}`;
  return chance.pick(chance.happens(place.trouble) ? BROKEN : DEFINITE);
}

export function anyPath(chance: Chance, place: Place): string {
  if (chance.happens(25)) return chance.pick(INDEFINITE);
  const path = definitePath(chance, place);
  return chance.happens(place.trouble) && path !== '$$' ? `${path}.a` : path;
}

/** A path or the call of an intrinsic function. */
export function selection(chance: Chance, place: Place): string {
  return chance.happens(45)
    ? intrinsicCall(chance, place.trouble, () => anyPath(chance, place))
    : anyPath(chance, place);
}

/** A payload template: an object with fields `name.$` in it, at any depth. */
export function payloadTemplate(chance: Chance, place: Place, depth = 2): JsonObject {
  const fields = chance.list(0, 3, (at): [string, JsonValue] => {
    const name = `f${at}`;
    if (chance.happens(60)) return [`${name}.$`, selection(chance, place)];
    if (depth > 0 && chance.happens(50)) return [name, payloadTemplate(chance, place, depth - 1)];
    if (depth > 0 && chance.happens(30)) return [name, [payloadTemplate(chance, place, depth - 1)]];
    return [name, anyJson(chance, 1)];
  });
  return Object.fromEntries(fields);
}

/** `InputPath`, `ResultSelector`, `ResultPath` and `OutputPath`, as far as the type of state has them. */
export function pathFields(chance: Chance, place: Place, has: { result: boolean }): JsonObject {
  return {
    ...chance.maybe(place.trouble, () => ({ InputPath: chance.happens(15) ? null : anyPath(chance, place) })),
    ...(has.result
      ? {
          ...chance.maybe(20, () => ({ ResultSelector: payloadTemplate(chance, place) })),
          ...chance.maybe(90, () => ({ ResultPath: resultPath(chance, place) })),
        }
      : {}),
    ...chance.maybe(place.trouble, () => ({ OutputPath: chance.happens(15) ? null : anyPath(chance, place) })),
  };
}

/** Most often one that leaves the state's input as it is, so that the states after it find what they look for. */
export function resultPath(chance: Chance, { trouble }: Place): string | null {
  if (chance.happens(trouble)) return chance.pick(['$', '$.list[0]', '$.a.b', '$.list']);
  return chance.pick(['$.result', null, '$.nested.b.new', "$['x y']", '$.result']);
}

/** The fields that paths look for, and the item of the Map around, for the states within. */
export const FIELDS_AND_ITEM: JsonObject = {
  a: 1,
  flag: true,
  'text.$': '$.text',
  'list.$': '$.list',
  'nested.$': '$.nested',
  'seconds.$': '$.seconds',
  'time.$': '$.time',
  error: 'Oops',
  'item.$': '$$.Map.Item.Value',
};
