import { describe, expect, test } from '@jest/globals';
import { ERROR_PROOFS, FUNCTION_PROOFS } from './language-proofs';
import { prove } from './proofs';

describe.each([
  ['a function gives what it is for', FUNCTION_PROOFS],
  ['an error has its name', ERROR_PROOFS],
])('%s', (_, proofs) => {
  test.each(Object.entries(proofs))('%s', async (_, proof) => {
    const { found, expected } = await prove(proof);
    expect(found).toEqual(expected);
  });
});
