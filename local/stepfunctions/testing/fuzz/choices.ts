import type { JsonObject, JsonValue } from '../../json';
import type { Chance } from './chance';
import { definitePath } from './json-path';
import { expression } from './jsonata';
import { assignment, outputs } from './outputs';
import type { Place } from './place';

const ORDERS = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];
const LITERALS: Record<string, JsonValue[]> = {
  String: ['text', '', 'a*'],
  Numeric: [0, 1, 2.5],
  Timestamp: ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.123+09:00'],
};
const TESTS = ['IsPresent', 'IsNull', 'IsString', 'IsNumeric', 'IsBoolean', 'IsTimestamp'];

/** A Choice state: it leads to the next state, to any later one, or fails for want of a rule that holds. */
export function choiceState(chance: Chance, place: Place): JsonObject {
  const [next = ''] = place.later;
  const targets = [next, ...chance.list(0, 2, () => chance.pick(place.later))];
  const withDefault = targets.length === 1 || chance.happens(60);
  const Choices = (withDefault ? targets.slice(1) : targets).map((Next) => choice(chance, place, Next));
  if (Choices.length === 0) Choices.push(choice(chance, place, chance.pick(place.later)));
  return {
    Type: 'Choice',
    Choices,
    ...(withDefault ? { Default: next } : {}),
    ...(place.language === 'JSONata' ? outputs(chance, place) : {}),
    ...assignment(chance, place),
  };
}

function choice(chance: Chance, place: Place, Next: string): JsonObject {
  if (place.language !== 'JSONata') return { ...rule(chance, place, 2), Next, ...assignment(chance, place) };
  const conditions = ['$states.input.flag', 'true', '$states.input.a > 0', '$exists($states.input.list)'];
  if (chance.happens(10)) return { Condition: chance.happens(50), Next };
  const Condition = chance.happens(place.trouble) ? expression(chance, place) : `{% ${chance.pick(conditions)} %}`;
  return { Condition, Next, ...assignment(chance, place), ...outputs(chance, place) };
}

function rule(chance: Chance, place: Place, depth: number): JsonObject {
  if (depth > 0 && chance.happens(30)) {
    const operator = chance.pick(['And', 'Or', 'Not']);
    if (operator === 'Not') return { Not: rule(chance, place, depth - 1) };
    return { [operator]: chance.list(1, 3, () => rule(chance, place, depth - 1)) };
  }
  const Variable = definitePath(chance, place);
  if (chance.happens(30)) return { Variable, [chance.pick(TESTS)]: chance.happens(50) };
  if (chance.happens(15)) return { Variable, StringMatches: chance.pick(['*', 't*t', 'a\\*', '\\\\', '', '***']) };
  if (chance.happens(15)) {
    return chance.happens(50)
      ? { Variable, BooleanEquals: chance.happens(50) }
      : { Variable, BooleanEqualsPath: definitePath(chance, place) };
  }
  const type = chance.pick(Object.keys(LITERALS));
  const operator = `${type}${chance.pick(ORDERS)}`;
  if (chance.happens(35)) return { Variable, [`${operator}Path`]: definitePath(chance, place) };
  return { Variable, [operator]: chance.pick(LITERALS[type] ?? []) };
}
