import type { JsonObject, JsonValue } from '../../json';
import type { Chance } from './chance';
import type { Place } from './place';

const SOURCES = [
  '$states.input',
  '$states.context.State.Name',
  '$states.context.Execution.Input',
  '$uuid()',
  '$random()',
  '$random(7)',
  '$now()',
  '$millis()',
  '$shuffle([1..5])',
  '$partition([1..7], 3)',
  '$range(0, 10, 4)',
  '$hash($string($states.context.State), "SHA-256")',
  '$parse("[1, {\\"a\\": null}]")',
  '[$states.input, 1]',
  '{"a": 1, "b": [1, 2][$ > 1]}',
  '$map([1, 2, 3], function($v) { $v * 2 })',
  '$sum([1, 2])',
  '$exists($states.input.nope)',
  '($x := 1; $x + 1)',
  '$states.context.Execution.StartTime ~> $toMillis()',
];

/** Every way of failing, and what JSON has no value for. */
const FAILING = [
  '$states.input.a.b',
  '$states.context.Map.Item.Index',
  '$states.input.nope',
  '1 + "a"',
  '$nothing()',
  '$eval("1")',
  'function($x) { $x }',
  '1 / 0',
  '[0 / 0]',
  '$sqrt(-1)',
  '$string({"n": 1 / 0})',
  '$parse("{")',
  '$error("no")',
  '$assert(false, "no")',
  '/a/',
  '[1..400000]',
  '$states',
  '$partition([1, 2], -1)',
  '$undefinedVariable',
  '($f := function($n) { 1 + $f($n) }; $f(1))',
];

/** One expression as a text. @param more what can be read in this field only */
export function expression(chance: Chance, place: Place, more: readonly string[] = []): string {
  if (chance.happens(place.trouble)) return `{% ${chance.pick(FAILING)} %}`;
  const assigned = place.readable.map((name) => `$exists($${name}) ? $${name} : "none"`);
  return `{% ${chance.pick([...SOURCES, ...assigned, ...more, ...more, ...more])} %}`;
}

/** A value with expressions in it, at any depth. */
export function template(chance: Chance, place: Place, more: readonly string[] = [], depth = 2): JsonValue {
  if (chance.happens(45)) return expression(chance, place, more);
  if (depth === 0 || chance.happens(20)) return chance.pick<JsonValue>([1, null, 'text', { a: [] }]);
  if (chance.happens(30)) return chance.list(0, 3, () => template(chance, place, more, depth - 1));
  return objectTemplate(chance, place, more, depth);
}

export function objectTemplate(chance: Chance, place: Place, more: readonly string[] = [], depth = 2): JsonObject {
  return Object.fromEntries(chance.list(0, 3, (at) => [`f${at}`, template(chance, place, more, depth - 1)]));
}

/** The state's input with one more field, for states that would not pass it on otherwise. */
export const withInput = (field: string, source: string) => `{% $merge([$states.input, {"${field}": ${source}}]) %}`;

/** An expression of a number for a field that takes numbers. */
export function numberExpression(chance: Chance, { trouble }: Place): string {
  if (chance.happens(trouble)) {
    return chance.pick(['{% 2.5 %}', '{% "2" %}', '{% -1 %}', '{% $states.input.nope %}', '{% 1 / 0 %}']);
  }
  return chance.pick(['{% 1 + 1 %}', '{% $states.input.seconds + 1 %}']);
}
