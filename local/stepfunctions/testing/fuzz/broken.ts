import type { JsonObject, JsonValue } from '../../json';
import { isObject } from '../../json';
import type { Chance } from './chance';
import { anyJson } from './values';

type Container = JsonObject | JsonValue[];

/** The definition with some random edits: something left out, renamed, moved, or of another type. */
export function broken(chance: Chance, definition: JsonObject): JsonObject {
  const copy = structuredClone(definition);
  for (let edits = chance.whole(1, 3); edits > 0; edits--) edit(chance, copy);
  return copy;
}

const NAMES = [
  'Type',
  'Next',
  'End',
  'Catch',
  'Retry',
  'Assign',
  'Output',
  'ResultPath',
  'QueryLanguage',
  'States',
  'Branches',
  '__proto__',
  '',
];

function edit(chance: Chance, root: JsonObject): void {
  const places = placesIn(root);
  if (places.length === 0) return;
  const { container, key } = chance.pick(places);
  const value = valueAt(container, key);
  const kind = chance.whole(0, 4);
  if (kind === 0) remove(container, key);
  else if (kind === 1) put(container, key, anyJson(chance));
  else if (kind === 2 && isObject(container)) {
    remove(container, key);
    put(container, chance.pick(NAMES), value);
  } else if (kind === 3) {
    const other = chance.pick(placesIn(root));
    put(container, key, structuredClone(valueAt(other.container, other.key)));
  } else if (typeof value === 'string') put(container, key, bentText(chance, value));
  else put(container, key, [value]);
}

function bentText(chance: Chance, text: string): string {
  const at = chance.whole(0, text.length);
  return chance.pick([
    text.slice(0, at),
    `${text.slice(0, at)}[${text.slice(at)}`,
    `${text} `,
    `${text}'`,
    '{% ',
    `{% ${text} %}`,
  ]);
}

interface Spot {
  container: Container;
  key: string | number;
}

function placesIn(container: Container): Spot[] {
  const keys = Array.isArray(container) ? container.map((_, index) => index) : Object.keys(container);
  return keys.flatMap((key): Spot[] => {
    const value = valueAt(container, key);
    const inner = Array.isArray(value) || isObject(value) ? placesIn(value) : [];
    return [{ container, key }, ...inner];
  });
}

function valueAt(container: Container, key: string | number): JsonValue {
  const value = Array.isArray(container) ? container[Number(key)] : container[key];
  return value ?? null;
}

function remove(container: Container, key: string | number): void {
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else delete container[key];
}

function put(container: Container, key: string | number, value: JsonValue): void {
  if (Array.isArray(container)) container[Number(key)] = value;
  // As JSON.parse does, which makes a field of this name, too.
  else Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}
