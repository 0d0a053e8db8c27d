import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '../json';
import { isObject } from '../json';
import { PART_PROOFS } from './part-proofs';
import { prove } from './proofs';
import { STATE_PROOFS } from './state-proofs';

const proofs = Object.entries({ ...STATE_PROOFS, ...PART_PROOFS }).flatMap(([part, fields]) =>
  Object.entries(fields).map(([field, proof]) => ({ name: `${part}.${field}`, field, proof })),
);

describe('a field does what it is for', () => {
  test.each(proofs)('$name', async ({ proof }) => {
    const { found, expected } = await prove(proof);
    expect(found).toEqual(expected);
  });
});

/** What may be left out because nothing comes of it, or because it says what goes without saying. */
const SAYS_NOTHING = ['Comment', 'Version', 'QueryLanguage', 'ProcessorConfig'];

describe('without the field it would not come to that', () => {
  test.each(proofs.filter(({ field }) => !SAYS_NOTHING.includes(field)))('$name', async ({ field, proof }) => {
    const definition = without(proof.definition, field);
    if (!isObject(definition)) throw new Error('A definition is an object');
    const outcome = await prove({ ...proof, definition }).catch(() => undefined);
    // Either the definition is refused, or something else comes of it.
    if (outcome) expect(outcome.found).not.toEqual(outcome.expected);
  });
});

function without(value: JsonValue, field: string): JsonValue {
  if (Array.isArray(value)) return value.map((each) => without(each, field));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => name !== field);
  return Object.fromEntries(kept.map(([name, each]) => [name, without(each, field)]));
}
