import type { JsonObject, JsonValue } from '../../json';
import type { Chance } from './chance';

const TEXTS = [
  'text',
  '',
  'a,b;c',
  'é\u{1f600}',
  '{}',
  "it's",
  '2026-01-01T00:01:00Z',
  '[1,2]',
  'eA==',
  '12',
  '$.a',
  '{% 1 %}',
];
const NUMBERS = [1, 0, 3, -1, 2.5, -0.5, 1e21, 2 ** 31, 2 ** 53, 1e-7];

/** Any JSON, small. */
export function anyJson(chance: Chance, depth = 2): JsonValue {
  const kind = chance.whole(0, depth > 0 ? 6 : 4);
  if (kind === 0) return chance.pick(NUMBERS);
  if (kind === 1) return chance.pick(TEXTS);
  if (kind === 2) return chance.happens(50);
  if (kind === 3) return null;
  if (kind === 4) return chance.whole(0, 5);
  if (kind === 5) return chance.list(0, 3, () => anyJson(chance, depth - 1));
  return Object.fromEntries(
    chance.list(0, 3, (at) => [chance.pick(['a', 'b', 'c', 'Items', `k${at}`, 'a b']), anyJson(chance, depth - 1)]),
  );
}

/** The fields that paths and expressions of generated definitions look for, each now and then of another type or missing. */
export function workflowData(chance: Chance): JsonObject {
  const fields: JsonObject = {
    a: 1,
    text: chance.pick(TEXTS),
    flag: true,
    list: chance.list(0, 4, (index) => (chance.happens(50) ? { a: index, b: [index] } : index)),
    nested: { b: { c: 'deep', 'd e': 2 }, list: [[1], [2, 3]] },
    seconds: chance.whole(0, 90),
    time: '2026-01-01T00:01:00Z',
    error: 'Oops',
  };
  for (const name of Object.keys(fields)) {
    if (chance.happens(8)) fields[name] = anyJson(chance);
    if (chance.happens(4)) delete fields[name];
  }
  return fields;
}

/** An execution's input: most often an object of the expected fields. */
export function anyInput(chance: Chance): JsonValue {
  if (chance.happens(15)) return anyJson(chance, 3);
  const data = workflowData(chance);
  if (chance.happens(2)) return { ...data, nested: JSON.parse(`${'['.repeat(990)}${']'.repeat(990)}`) as JsonValue };
  // Near the limit of 256 KiB, so that what is made of it is too large.
  return chance.happens(3) ? { ...data, text: 'x'.repeat(200_000) } : data;
}
